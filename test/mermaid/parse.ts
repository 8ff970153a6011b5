import mermaid from 'mermaid';

/** A bar of a gantt, as Mermaid itself understood it. */
export interface GanttTask {
  readonly title: string;
  /** Days, as they were written. */
  readonly begin: string;
  readonly end: string;
  readonly isCritical: boolean;
}

interface ParsedTask {
  readonly task: string;
  readonly crit?: boolean;
  readonly startTime: Date;
  readonly endTime: Date;
}

/** The only gantt in a summary, parsed by Mermaid. @throws Error when there is not one, or Mermaid does not take it */
export async function parseMermaid(summary: string): Promise<GanttTask[]> {
  const blocks = [...summary.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gmu)].map((match) => match[1] ?? '');
  if (blocks.length !== 1) throw new Error(`${blocks.length} pictures in the summary`);
  // Says what is wrong with it, and loads what knows this kind of diagram.
  await mermaid.parse(blocks[0] ?? '');
  const diagram = await mermaid.mermaidAPI.getDiagramFromText(blocks[0] ?? '');
  if (diagram.type !== 'gantt') throw new Error(`a ${diagram.type} and no gantt`);
  const { getTasks } = diagram.db as unknown as { getTasks: () => ParsedTask[] };
  return getTasks().map(({ task, crit, startTime, endTime }) => ({
    title: task.trim(),
    begin: dayOf(startTime),
    end: dayOf(endTime),
    isCritical: crit === true,
  }));
}

function dayOf(date: Date): string {
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
