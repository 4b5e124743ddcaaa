import { DockerfileParser, type Instruction } from 'dockerfile-ast';

/** A stage of a Dockerfile. */
export interface Stage {
  readonly name: string | undefined;
  /** The image or the stage that it starts from. */
  readonly base: string;
  readonly steps: readonly Instruction[];
}

/** The stages of a Dockerfile, in order. */
export function stagesOf(dockerfile: string): readonly Stage[] {
  const parsed = DockerfileParser.parse(dockerfile);
  const instructions = parsed.getInstructions();
  const starts = instructions.flatMap((step, index) => (step.getKeyword() === 'FROM' ? [index] : []));
  return parsed.getFROMs().map((from, index) => ({
    name: from.getBuildStage() ?? undefined,
    base: from.getImage() ?? '',
    steps: instructions.slice((starts[index] ?? 0) + 1, starts[index + 1]),
  }));
}
