import {
  type Attributes,
  context,
  type Span as OtelSpan,
  type Tracer as OtelTracer,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Span, SpanFacts, Tracer } from "./span.ts";

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
/** Spans beyond this wait for nobody: they are dropped. */
const MOST_WAITING = 2_048;

/**
 * Sends spans to an OpenTelemetry collector over HTTP, in batches, beside the requests: a collector that is slow or gone
 * costs spans, never an answer. The provider is not made global, so that libraries which trace by themselves, with texts
 * of operations among their attributes, send nothing.
 */
export function startOtlpTracer(name: string, endpoint: string): Tracer {
  const exporter = new OTLPTraceExporter({ url: new URL("v1/traces", withSlash(endpoint)).href, timeoutMillis: 5_000 });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ "service.name": name }),
    spanLimits: { attributeCountLimit: 32, attributeValueLengthLimit: 128 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: MOST_WAITING,
        scheduledDelayMillis: 1_000,
        exportTimeoutMillis: 5_000,
      }),
    ],
  });
  const tracer = provider.getTracer("passerelle");
  return {
    begin: (spanName, traceparent) => wrap(tracer, tracer.startSpan(spanName, {}, parentOf(traceparent))),
    close: () => provider.shutdown().catch(() => {}),
  };
}

function wrap(tracer: OtelTracer, span: OtelSpan): Span {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return {
    traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`,
    begin: (name) => wrap(tracer, tracer.startSpan(name, {}, trace.setSpan(context.active(), span))),
    end(facts, failure) {
      if (facts) span.setAttributes(known(facts));
      if (failure) span.setAttribute("error.type", failure).setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** A header that is not of the standard's form begins a trace of its own. */
function parentOf(traceparent: string | undefined) {
  const [, traceId, spanId, flags] = TRACEPARENT.exec(traceparent ?? "") ?? [];
  if (!traceId || !spanId) return context.active();
  return trace.setSpanContext(context.active(), {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags!, 16) & 1,
    isRemote: true,
  });
}

const known = (facts: SpanFacts): Attributes =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as Attributes;

const withSlash = (endpoint: string) => (endpoint.endsWith("/") ? endpoint : `${endpoint}/`);
