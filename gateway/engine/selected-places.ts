import type { SelectionShape } from "./selection-shape.ts";

interface Selecting {
  readonly path: readonly string[];
  readonly shape: SelectionShape;
  readonly rename: (key: string) => string;
}

/** A path without list marks and list positions. */
export function keysOf(path: readonly (string | number)[]): string[] {
  return path.filter((step): step is string => typeof step === "string" && step !== "@");
}

/** Whether a fetch asks for what stands at these names from the root. */
export function selects({ path, shape, rename }: Selecting, names: readonly string[]): boolean {
  const before = keysOf(path);
  if (names.length <= before.length || !before.every((step, index) => step === names[index])) return false;
  let inner: typeof shape | undefined = shape;
  for (const name of names.slice(before.length)) {
    const field: (typeof shape.everyField)[number] | undefined = inner?.everyField.find(
      ({ key }) => rename(key) === name,
    );
    if (!field) return false;
    inner = field.inner;
  }
  return true;
}
