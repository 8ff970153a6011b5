import { main, systemMachine } from './main.ts';

process.exitCode = await main(systemMachine());
