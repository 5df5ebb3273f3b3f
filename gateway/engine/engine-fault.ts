/** The engine met a plan or an operation it was not made for. Nothing has been sent when it is thrown while compiling. */
export class EngineFault extends Error {
  override readonly name = "EngineFault";
}
