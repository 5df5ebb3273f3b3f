/** The words of a closed list, in its order. */
export const words = <Word extends string>(of: Readonly<Record<Word, unknown>>) => Object.keys(of) as Word[];

/** The lists are of lengths that share no factor with most others, so that their states meet in ever new ways. */
export const nth = <Item>(items: readonly Item[], index: number): Item => items[index % items.length]!;
