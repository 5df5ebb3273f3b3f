import { noTracer, type Tracer } from "./span.ts";

/** A tracer that sends to a collector; without an endpoint one that does nothing, and no library of traces is loaded. */
export async function tracerTo(endpoint: string | undefined, name: string): Promise<Tracer> {
  if (endpoint === undefined) return noTracer;
  const { startOtlpTracer } = await import("./otlp-tracer.ts");
  return startOtlpTracer(name, endpoint);
}
