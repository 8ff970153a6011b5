import type { Context, Outcome } from '../outcome.ts';
import type { OperationName, Task, TaskOf } from '../task.ts';
import { create } from './create.ts';
import { get } from './get.ts';
import { list } from './list.ts';
import { present } from './present.ts';

type Operation<Name extends OperationName> = (task: TaskOf<Name>, context: Context) => Promise<Outcome>;

/** Every operation by its name. What most runs do not need is loaded when it is used: it is half of all code. */
export const OPERATIONS: { readonly [Name in OperationName]: Operation<Name> } = {
  list,
  get,
  create,
  present,
  // What these know of consumers, endpoints and findings, no other operation needs.
  delete: async (task, context) => (await import('./delete.ts')).deleteOne(task, context),
  absent: async (task, context) => (await import('./delete.ts')).absent(task, context),
  rotate: async (task, context) => (await import('./rotate.ts')).rotate(task, context),
  check: async (task, context) => (await import('./check.ts')).check(task, context),
};

/** Does what the task says. */
export async function perform(task: Task, context: Context): Promise<Outcome> {
  // Few runs need it.
  if ('directory' in task) return (await import('./each.ts')).processEach(task, context);
  return performOne(task, context);
}

async function performOne<Name extends OperationName>(task: TaskOf<Name>, context: Context): Promise<Outcome> {
  const operation: Operation<Name> = OPERATIONS[task.operation];
  return operation(task, context);
}
