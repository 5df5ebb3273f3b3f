/** The source under which organisations of the hub publish what they offer on one day; no file is imported under it. */
export const HUB_SOURCE = "passerelle";
