const HEADER = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", "@external", "@shareable", "@override", "@inaccessible", "@interfaceObject"])
`;

const withHeader = (sources: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(sources).map(([name, sdl]) => [name, HEADER + sdl]));

/** Small supergraphs that hold, between them, every shape of federation 2 the engine has to run. */
export const supergraphs: Readonly<Record<string, Record<string, string>>> = {
  "entities, compound keys, nested @requires and @provides": withHeader({
    accounts: `
      type Query { me: User users(first: Int = 3): [User!]! user(id: ID!): User company: Company! }
      type User @key(fields: "id") {
        id: ID! name: String @shareable nick(style: String): String! friends: [User] manager: User address: Address @shareable
      }
      type Address @shareable { street: String city: String! }
      type Company @key(fields: "id") { id: ID! title: String! boss: User! }`,
    products: `
      type Query { products: [Product] product(id: ID!): Product }
      type Product @key(fields: "id") @key(fields: "sku organization { id }") {
        id: ID! sku: String! organization: Organization! label: String price: Float!
        weight: Int dimensions: Dimensions parts: [Part!] madeBy: User
      }
      type Organization @key(fields: "id") { id: ID! country: String }
      type Dimensions @shareable { size: Int unit: String! }
      type Part { code: String! grams: Int }
      type User @key(fields: "id") { id: ID! bought: [Product!]! }`,
    inventory: `
      type Product @key(fields: "id") {
        id: ID! weight: Int @external dimensions: Dimensions @external parts: [Part!] @external stock: Int!
        shipping: String @requires(fields: "weight dimensions { size unit }")
        heaviest: String! @requires(fields: "parts { grams code }")
      }
      type Dimensions @shareable { size: Int unit: String! }
      type Part { code: String! @external grams: Int @external }
      type User @key(fields: "id") { id: ID! address: Address @shareable }
      type Address @shareable { city: String! zone: Int }`,
    reviews: `
      type Query { reviews: [Review!] }
      type Review @key(fields: "id") { id: ID! text: String stars: Int! of: Product by: User @provides(fields: "name") }
      type Product @key(fields: "sku organization { id }") {
        sku: String! organization: Organization! reviews: [Review!]! shipping: String @external
        verdict: String @requires(fields: "shipping")
      }
      type Organization @key(fields: "id", resolvable: false) { id: ID! }
      type User @key(fields: "id") { id: ID! name: String @external reviews: [Review] }`,
  }),
  "interfaces, unions, lists of lists and colliding names": withHeader({
    library: `
      type Query { search: [Found] node(id: ID!): Node shelf: [[Item!]]! grid: [[[Cell]]] works: [Work!] }
      interface Node { id: ID! }
      interface Work { id: ID! title: String cover: Picture }
      union Found = Book | Film | Cell | Person
      union Item = Book | Film
      type Book implements Node & Work @key(fields: "id") { id: ID! title: String cover: Picture pages: Int author: Person tags: [[String]] length: Int! }
      type Film implements Node & Work @key(fields: "id") { id: ID! title: String cover: Picture minutes: Int! cast: [[Person!]!] length: String }
      type Person implements Node @key(fields: "id") { id: ID! name: String! }
      type Cell @shareable { label: String owner: Person }
      type Picture { url: String! }`,
    marks: `
      interface Rated { id: ID! rating: Float }
      type Query { best: [Rated] worst: Rated! }
      type Book implements Rated @key(fields: "id") { id: ID! rating: Float code: String! pages: Int @external thickness: String @requires(fields: "pages") }
      type Film implements Rated @key(fields: "id") { id: ID! rating: Float code: Int tips: [Tip!] }
      union Tip = Book | Person
      type Person @key(fields: "id") { id: ID! fans: [Person] born: Place }
      type Place { town: String! matrix: [[Int!]!]! }`,
  }),
  "@interfaceObject": withHeader({
    catalogue: `
      type Query { medias: [Media!] media(id: ID!): Media books: [Book] }
      interface Media @key(fields: "id") { id: ID! title: String }
      type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
      type Disc implements Media @key(fields: "id") { id: ID! title: String tracks: [String!] }`,
    votes: `
      type Query { top: [Media] latest: Vote }
      type Media @key(fields: "id") @interfaceObject { id: ID! votes: [Vote!] score: Int! title: String @external headline: String @requires(fields: "title") }
      type Vote { by: String on: Media! }`,
    shops: `
      type Media @key(fields: "id") @interfaceObject { id: ID! offers: [Offer] }
      type Offer @key(fields: "id") { id: ID! price: Float sold: Media }`,
  }),
  "@override, @shareable values, enums, scalars and hidden parts": withHeader({
    old: `
      scalar Anything
      enum Colour { RED GREEN BLUE @inaccessible }
      type Query { things: [Thing] paint: Colour numbers: [Int] always: Boolean! @shareable hidden: Secret @inaccessible either: [Either!] }
      type Thing @key(fields: "id") { id: ID! moved: String colour: Colour colours: [Colour] blob: Anything blobs: [Anything!] size: Size @shareable secret: String @inaccessible }
      type Size @shareable { width: Int height: Int }
      type Secret @inaccessible { text: String }
      type Open { text: String }
      union Either = Open | Secret`,
    young: `
      scalar Anything
      enum Colour { RED GREEN BLUE @inaccessible }
      type Query { thing(id: ID!, tint: Colour): Thing always: Boolean! @shareable }
      type Thing @key(fields: "id") {
        id: ID! moved: String @override(from: "old") secret: String @external shade: Colour extra: Anything
        derived: String @requires(fields: "secret") size: Size @shareable boxes: [Box!] float: Float! flag: Boolean ids: [ID!]!
      }
      type Size @shareable { height: Int depth: Int }
      type Box { depth: Int lid: [[Int]!] }`,
  }),
  mutations: withHeader({
    counters: `
      type Query { counter(id: ID!): Counter }
      type Mutation { bump(id: ID!): Counter! reset(id: ID!): Counter log(text: String): Entry }
      type Counter @key(fields: "id") { id: ID! label: String }
      type Entry { at: Int! counter: Counter query: Query }`,
    totals: `
      type Query { totals: [Counter!] }
      type Mutation { double(id: ID!): Counter }
      type Counter @key(fields: "id") { id: ID! total: Int! peers: [Counter] }`,
  }),
};
