import { isDeepStrictEqual } from "node:util";

/** Where a contestant answers and how it is named. */
export interface Answering {
  readonly name: string;
  readonly url: string;
}

/** Asks everybody the same; throws unless all give the same data without errors. Gives the length of the answer in bytes. */
export async function checkSameAnswers(everybody: readonly Answering[], body: string, token: string): Promise<number> {
  let expected: { data: unknown; bytes: number } | undefined;
  for (const { name, url } of everybody) {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body,
    });
    const text = await response.text();
    const { data, errors } = JSON.parse(text) as { data: unknown; errors?: unknown };
    if (errors) throw new Error(`${name} answers with errors: ${JSON.stringify(errors).slice(0, 500)}`);
    expected ??= { data, bytes: Buffer.byteLength(JSON.stringify({ data })) };
    if (!isDeepStrictEqual(data, expected.data))
      throw new Error(`${name} answers otherwise than ${everybody[0]!.name}.`);
  }
  return expected!.bytes;
}
