import { registerEnumType } from "type-graphql";

/** Declares a GraphQL enum from a closed list of words, each with its sentence. */
export function declareEnum<Word extends string>(
  name: string,
  description: string,
  words: Readonly<Record<Word, string>>,
): Record<Word, Word> {
  const values = Object.fromEntries(Object.keys(words).map((word) => [word, word])) as Record<Word, Word>;
  const valuesConfig = Object.fromEntries(
    Object.keys(words).map((word) => [word, { description: words[word as Word] }]),
  );
  registerEnumType(values, { name, description, valuesConfig: valuesConfig as Record<Word, { description: string }> });
  return values;
}
