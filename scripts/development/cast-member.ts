import { type CastMember, cast } from "./cast.ts";

/** Someone asked for a person who is not in the cast; the message lists who is. */
export class UnknownCastMember extends Error {
  override readonly name = "UnknownCastMember";
}

/** The cast member of that name, in any letter case. Throws {@link UnknownCastMember}. */
export function castMember(name: string): CastMember {
  const member = cast.find((candidate) => candidate.name === name.trim().toLowerCase());
  if (member) return member;
  const names = cast.map((candidate) => candidate.name).join(", ");
  throw new UnknownCastMember(`"${name}" is not in the development cast. Its people are: ${names}.`);
}

/** One line a person, aligned: the name to type, then who she is. */
export function describeCast(): string {
  const width = Math.max(...cast.map(({ name }) => name.length));
  return cast.map(({ name, description }) => `  ${name.padEnd(width)}  ${description}`).join("\n");
}
