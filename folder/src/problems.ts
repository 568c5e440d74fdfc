// What is wrong with a scheme folder: all of it at once, each with the place where it is.

export interface Problem {
  /** Relative to the folder. */
  readonly file: string;
  /** From 1. */
  readonly line?: number;
  readonly message: string;
}

export class FolderProblems extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.name = "FolderProblems";
    this.problems = problems;
  }
}

function formatProblem({ file, line, message }: Problem): string {
  return `${file}${line === undefined ? "" : `:${line}`}: ${message}`;
}
