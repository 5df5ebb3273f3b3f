/** The arrows of the house: who may import whom. Each comment is the sentence read by the one who breaks it. */
/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "subgraphs-meet-in-the-schema",
      comment:
        "A subgraph never imports its neighbour or the gateway: another organisation may host it elsewhere. " +
        "Let them meet in the schema (an entity reference), or publish an event.",
      severity: "error",
      from: { path: "^subgraphs/([^/]+)/" },
      to: { path: "^(subgraphs/[^/]+|gateway)/", pathNot: "^subgraphs/$1/" },
    },
    {
      name: "the-list-of-subgraphs-is-for-the-start",
      comment:
        "subgraphs/index.ts knows all five, so a subgraph that imports it imports its neighbours. " +
        "Only scripts and tests start the whole.",
      severity: "error",
      from: { path: "^(subgraphs/[^/]+|gateway|kit)/" },
      to: { path: "^subgraphs/index\\.ts$" },
    },
    {
      name: "gateway-knows-the-schema-only",
      comment:
        "The gateway never imports a subgraph: it knows them by schema/supergraph.graphql and talks to them over HTTP.",
      severity: "error",
      from: { path: "^gateway/" },
      to: { path: "^subgraphs/" },
    },
    {
      name: "engine-stands-alone",
      comment:
        "gateway/engine runs any supergraph: it imports nothing of ours but itself. Pass it what it needs as an argument.",
      severity: "error",
      from: { path: "^gateway/engine/" },
      to: { path: "^(gateway|kit|subgraphs|scripts|clients)/", pathNot: "^gateway/engine/" },
    },
    {
      name: "kit-imports-nobody",
      comment:
        "Partners host their own subgraph with kit, so it imports nobody of ours. Move the domain word to the subgraph and pass it in.",
      severity: "error",
      from: { path: "^kit/" },
      to: { path: "^(gateway|subgraphs|scripts|clients|bench)/" },
    },
    {
      name: "entities-and-policies-are-the-ground",
      comment:
        "Entities, policies and FHIR mappings import no resolver, service or repository: they are what those are built on. " +
        "Turn the call around.",
      severity: "error",
      from: { path: "^subgraphs/[^/]+/(entities|policies|fhir)/" },
      to: { path: "^subgraphs/[^/]+/(resolvers|services|repositories)/" },
    },
    {
      name: "policies-decide-without-database",
      comment:
        "A policy is a small rule tested as a table: it imports no ORM. Give it the facts, let a repository fetch them.",
      severity: "error",
      from: { path: "^subgraphs/[^/]+/policies/" },
      to: { path: "node_modules/(pg|@mikro-orm)/" },
    },
    {
      // What a file does with the ORM's EntityManager is watched by tests/house/queries.ts: its type is needed everywhere.
      name: "driver-stays-in-repositories",
      comment:
        "Only repositories, migrations and kit talk to the database: every read stands where its rule is seen. " +
        "Write the query in a repository opened in the viewer's name.",
      severity: "error",
      from: { path: "^(gateway|subgraphs|clients)/", pathNot: "^subgraphs/[^/]+/(repositories|migrations)/" },
      to: { path: "node_modules/(pg|@mikro-orm/(sql|migrations))/" },
    },
    {
      name: "entities-only-map",
      comment: "An entity maps its row and nothing more: it imports the core and the decorators of the ORM, no driver.",
      severity: "error",
      from: { path: "^subgraphs/[^/]+/entities/" },
      to: { path: "node_modules/(pg|@mikro-orm/(?!core/|decorators/)[^/]+)/" },
    },
    {
      name: "graphql-classes-live-in-entities-and-resolvers",
      comment:
        "Only entities, resolvers and kit import type-graphql: services and repositories must work without GraphQL.",
      severity: "error",
      from: {
        path: "^(gateway|subgraphs|scripts|clients)/",
        // protected.ts is the decorator that entities and resolvers write; own-records-resolver.ts makes one for each subgraph.
        pathNot: "^subgraphs/([^/]+/(entities|resolvers)/|(protected|own-records-resolver)\\.ts$)",
      },
      to: { path: "node_modules/type-graphql/" },
    },
    {
      name: "no-cycle",
      comment: "These files import each other in a circle: move what both need into a third, or turn one arrow around.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "nothing-imports-tests",
      comment: "Only tests import tests: what others need is no test, move it.",
      severity: "error",
      from: { pathNot: "^tests/" },
      to: { path: "^tests/" },
    },
    {
      name: "production-runs-without-tools",
      comment:
        "The production image is installed without development dependencies: list this package under dependencies, or do without it.",
      severity: "error",
      // The types of another gateway leave nothing behind; that it is types alone is watched by tests/house/rooms.test.ts.
      from: { path: "^(gateway|subgraphs|kit)/", pathNot: "^gateway/elsewhere/" },
      // A package of declarations holds nothing to run, so none of it is missed.
      to: { dependencyTypes: ["npm-dev"], pathNot: "^node_modules/@types/" },
    },
    {
      name: "elsewhere-is-for-other-gateways",
      comment:
        "gateway/elsewhere lets another gateway stand in the place of ours: nothing of ours needs it. Move what both need out of it.",
      severity: "error",
      from: { path: "^(gateway|subgraphs|kit|scripts|bench)/", pathNot: "^gateway/elsewhere/" },
      to: { path: "^gateway/elsewhere/" },
    },
    {
      name: "imports-exist",
      comment: "This import leads nowhere: check its path and its .ts extension, or add the package to package.json.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no JavaScript API for other tools to parse with.
    parser: "swc",
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(dist|coverage|\\.passerelle)/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
