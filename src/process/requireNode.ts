import { unsupportedNode } from './runtime.ts';

const problem = unsupportedNode(process.versions.node);
if (problem !== undefined) throw new Error(problem);
