import { type Draw, draws } from "./draws.ts";

const HEADER =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@requires", "@provides", ' +
  '"@external", "@shareable", "@override", "@inaccessible", "@interfaceObject"])';

/** Few names, so that types which have nothing to do with each other have fields of one name. */
const NAMES = ["name", "label", "size", "price", "tags", "owner", "items", "code", "note", "extra", "rank", "part"];

interface TypeText {
  head: string;
  readonly keys: Set<string>;
  readonly fields: Map<string, string>;
}

/** One entity of the plan: in which sources it lives, and the keys it can be named by. */
interface Entity {
  readonly name: string;
  readonly keys: readonly string[];
  readonly homes: readonly string[];
  /** Fields that may be required, provided or overridden elsewhere, by name: source, type and selection. */
  readonly fields: Map<string, { readonly source: string; readonly type: string }>;
}

/**
 * Subgraphs drawn from a seed, between them with every directive of federation 2 the engine has to serve. Most compose;
 * who draws them tries the next seed when they do not.
 */
export function generateSupergraph(seed: number): Record<string, string> {
  return new Generator(draws(seed)).build();
}

class Generator {
  readonly #draw: Draw;
  readonly #sources: readonly string[];
  readonly #types = new Map<string, Map<string, TypeText>>();
  readonly #entities: Entity[] = [];
  /** The source that knows the interface with a key as an interface; to all others it is an object. */
  #mediaHome: string | undefined;
  #values = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
    this.#sources = Array.from({ length: 2 + draw(4) }, (_, index) => `s${index}`);
    for (const source of this.#sources) this.#types.set(source, new Map());
  }

  build(): Record<string, string> {
    const count = 2 + this.#draw(3);
    for (let index = 0; index < count; index += 1) this.#plan(`E${index}`);
    if (this.#chance(40)) this.#mediaHome = this.#one(this.#sources);
    for (const entity of this.#entities) this.#fill(entity);
    for (const entity of this.#entities) this.#computed(entity);
    if (this.#mediaHome) this.#media(this.#mediaHome);
    if (this.#chance(50)) this.#interface();
    if (this.#chance(50)) this.#union();
    if (this.#chance(35)) this.#sharedValue();
    for (const source of this.#sources) this.#roots(source);
    if (this.#chance(35)) this.#mutations();
    return Object.fromEntries(this.#sources.map((source) => [source, this.#print(source)]));
  }

  #chance(percent: number): boolean {
    return this.#draw(100) < percent;
  }

  #one<T>(list: readonly T[]): T {
    return list[this.#draw(list.length)]!;
  }

  #some<T>(list: readonly T[], least: number): T[] {
    const rest = [...list];
    const count = Math.min(list.length, least + this.#draw(list.length));
    return Array.from({ length: count }, () => rest.splice(this.#draw(rest.length), 1)[0]!);
  }

  #plan(name: string): void {
    const keys = this.#one([
      ["id"],
      ["id"],
      ["id", "sku"],
      ["id sku"],
      ["id", "sku kind { id }"],
      ["kind { id }"],
      ["id kind { id sub { code } }"],
      ["id", "sku"],
    ]);
    this.#entities.push({ name, keys, homes: this.#some(this.#sources, 1), fields: new Map() });
  }

  #type(source: string, name: string, head = `type ${name}`): TypeText {
    const types = this.#types.get(source)!;
    const known = types.get(name);
    if (known) return known;
    const made: TypeText = { head, keys: new Set(), fields: new Map() };
    types.set(name, made);
    return made;
  }

  /** The entity as a source knows it, with at least one key. */
  #entity(source: string, { name, keys, homes }: Entity): TypeText {
    const types = this.#types.get(source)!;
    const isNew = !types.has(name);
    const type = this.#type(source, name);
    if (!isNew) return type;
    const isHome = source === homes[0];
    for (const key of isHome ? keys : this.#some(keys, 1)) this.#key(source, type, key, name);
    return type;
  }

  #key(source: string, type: TypeText, key: string, owner: string): void {
    type.keys.add(key);
    if (/\bid\b(?! sub|\s*})/.test(key.replace(/\{.*\}/, ""))) type.fields.set("id", "ID!");
    if (key.includes("sku")) type.fields.set("sku", "String!");
    if (!key.includes("kind")) return;
    type.fields.set("kind", `${owner}Kind!`);
    const kind = this.#type(source, `${owner}Kind`, `type ${owner}Kind @shareable`);
    kind.fields.set("id", "ID!");
    if (!key.includes("sub")) return;
    kind.fields.set("sub", `${owner}Sub!`);
    this.#type(source, `${owner}Sub`, `type ${owner}Sub @shareable`).fields.set("code", "Int!");
  }

  /** A type for a field of a source; what it speaks of is defined there too. */
  #fieldType(source: string): string {
    const draw = this.#draw(100);
    let base: string;
    if (draw < 45) base = this.#one(["String", "Int", "Float", "Boolean", "ID", "String", "Int"]);
    else if (draw < 52) base = this.#scalar(source);
    else if (draw < 60) base = this.#enum(source);
    else if (draw < 72) base = this.#value(source);
    else if (this.#mediaHome && draw < 80) base = this.#mediaIn(source);
    else {
      const entity = this.#one(this.#entities);
      this.#entity(source, entity);
      base = entity.name;
    }
    return this.#wrap(base);
  }

  #wrap(base: string): string {
    const inner = this.#chance(30) ? `${base}!` : base;
    const list = this.#draw(100);
    if (list < 62) return inner;
    if (list < 90) return `[${inner}]${this.#chance(40) ? "!" : ""}`;
    return `[[${inner}]${this.#chance(40) ? "!" : ""}]`;
  }

  #scalar(source: string): string {
    this.#type(source, "Anything", "scalar Anything");
    return "Anything";
  }

  #enum(source: string): string {
    this.#type(source, "Colour", "enum Colour { RED GREEN BLUE }");
    return "Colour";
  }

  #value(source: string): string {
    const type = this.#type(source, "Value", "type Value @shareable");
    type.fields.set("width", "Int").set("unit", "String!").set("deep", "Deep");
    this.#type(source, "Deep", "type Deep @shareable").fields.set("grid", "[[Int!]]").set("flag", "Boolean!");
    return "Value";
  }

  #mediaIn(source: string): string {
    if (source === this.#mediaHome) return "Media";
    const type = this.#type(source, "Media", "type Media @interfaceObject");
    type.keys.add("id");
    type.fields.set("id", "ID!");
    return "Media";
  }

  #arguments(source: string): string {
    if (!this.#chance(20)) return "";
    const input = () => {
      this.#type(source, "Wish", "input Wish").fields.set("text", "String").set("deep", "[Int!]");
      return "Wish";
    };
    const colour = () => this.#enum(source);
    const type = this.#one([() => "String", () => "Int = 2", () => "[Int!]", () => "Boolean! = true", input, colour])();
    return `(by: ${type})`;
  }

  #fill(entity: Entity): void {
    for (const source of entity.homes) {
      const type = this.#entity(source, entity);
      const count = 1 + this.#draw(3);
      for (let index = 0; index < count; index += 1) {
        const name = this.#one(NAMES);
        if (entity.fields.has(name)) continue;
        const fieldType = this.#fieldType(source);
        const args = this.#arguments(source);
        const isHidden = this.#chance(6);
        const others = entity.homes.filter((other) => other !== source && !this.#types.get(other)!.has(entity.name));
        const line = `${args}: ${fieldType}${isHidden ? " @inaccessible" : ""}`;
        if (/^\[*(String|Int|Float|Boolean|ID)\b/.test(fieldType) && !args && this.#chance(25)) {
          // One source may promise a value where another does not: what the planner then renames is its answer.
          const promised = this.#chance(40) ? `${fieldType.replace(/!$/, "")}!` : fieldType;
          for (const other of this.#some(entity.homes, 1))
            if (other !== source) this.#entity(other, entity).fields.set(name, `${promised} @shareable`);
          type.fields.set(name, `${fieldType} @shareable`);
        } else if (others.length > 0 && !isHidden && !args && this.#chance(12)) {
          // Moved from here to another source.
          const moved = others[0]!;
          type.fields.set(name, fieldType);
          const isScalar = /^\[*(String|Int|Float|Boolean|ID)\b/.test(fieldType);
          if (isScalar) this.#entity(moved, entity).fields.set(name, `${fieldType} @override(from: "${source}")`);
        } else {
          type.fields.set(name, line.startsWith("(") ? line : line.slice(2));
          entity.fields.set(name, { source, type: fieldType + args });
          continue;
        }
        entity.fields.set(name, { source: "", type: fieldType });
      }
    }
  }

  /** Fields computed from others of the same entity, and fields of it given away by who refers to it. */
  #computed(entity: Entity): void {
    for (const source of entity.homes) {
      if (!this.#chance(55)) continue;
      const owned = [...entity.fields].filter(([, field]) => field.source && field.source !== source);
      if (owned.length === 0) continue;
      const type = this.#entity(source, entity);
      const name = `needs${source}`;
      const chosen = this.#some(owned, 1).slice(0, 2);
      const fields = chosen.map(([field, told]) => this.#external(source, type, field, told.type)).filter(Boolean);
      if (fields.length === 0) continue;
      const told = this.#chance(30) ? "String!" : "String";
      type.fields.set(name, `${told} @requires(fields: ${JSON.stringify(fields.join(" "))})`);
      entity.fields.set(name, { source, type: told });
    }
    for (const source of this.#sources) {
      const [provided] = [...entity.fields].filter(
        ([, { source: owner, type }]) =>
          owner && owner !== source && /^[\w![\]]+$/.test(type) && /String|Int/.test(type),
      );
      if (!provided || !this.#chance(20)) continue;
      const type = this.#entity(source, entity);
      const [field, told] = provided;
      if (field.startsWith("needs") || (type.fields.has(field) && !type.fields.get(field)!.includes("@external")))
        continue;
      const owner = this.#types.get(told.source)!.get(entity.name)!;
      const line = owner.fields.get(field)!;
      if (!line.includes("@shareable")) owner.fields.set(field, `${line} @shareable`);
      type.fields.set(field, `${told.type} @external`);
      this.#type(source, "Query").fields.set(
        `given${entity.name}${source}`,
        `${entity.name} @provides(fields: "${field}")`,
      );
    }
  }

  /** Makes a field of another source known to this one, and says how it is required; "" where it cannot be. */
  #external(source: string, type: TypeText, field: string, told: string): string {
    const [, args = ""] = /(\(.*\))/.exec(told) ?? [];
    const bare = told.replace(args, "");
    const base = bare.replace(/[[\]!]/g, "");
    if (type.fields.has(field)) return type.fields.get(field)!.includes("@external") ? field : "";
    let selected = field;
    if (base === "Anything") this.#scalar(source);
    else if (base === "Colour") this.#enum(source);
    else if (base === "Value") {
      this.#value(source);
      selected = `${field} { ${this.#one(["width", "unit deep { flag }", "unit", "deep { grid flag } width"])} }`;
    } else if (base === "Media") {
      this.#mediaIn(source);
      if (source === this.#mediaHome) return "";
      selected = `${field} { id }`;
    } else if (/^E\d$/.test(base)) {
      const other = this.#entities.find(({ name }) => name === base)!;
      const reached = this.#entity(source, other);
      const key = [...reached.keys][0]!;
      const [inner] = [...other.fields].filter(
        ([name, { source: owner, type: kind }]) =>
          owner && owner !== source && !reached.fields.has(name) && /^(String|Int|Float)!?$/.test(kind),
      );
      if (inner && this.#chance(50)) {
        reached.fields.set(inner[0], `${inner[1].type} @external`);
        selected = `${field} { ${inner[0]} ${this.#chance(50) ? key : ""} }`;
      } else selected = `${field} { ${key} }`;
    }
    if (args) {
      // Arguments are written out where they must be; what the field takes by itself is left to it.
      if (/Wish/.test(args))
        this.#type(source, "Wish", "input Wish").fields.set("text", "String").set("deep", "[Int!]");
      if (/Colour/.test(args)) this.#enum(source);
      const literal = /String/.test(args) ? '"eur"' : /\[Int/.test(args) ? "[1, 2]" : /Int/.test(args) ? "7" : "";
      if (literal) selected = selected.replace(field, `${field}(by: ${literal})`);
    }
    type.fields.set(field, `${told.startsWith("(") ? told : args ? `${args}: ${bare}` : bare} @external`);
    return selected;
  }

  #media(home: string): void {
    const fields = [...new Set([this.#one(NAMES), this.#one(NAMES)])];
    const shared = new Map(fields.map((name) => [name, this.#chance(60) ? "String" : this.#fieldType(home)]));
    const media = this.#type(home, "Media", "interface Media");
    media.keys.add("id");
    media.fields.set("id", "ID!");
    for (const [name, type] of shared) media.fields.set(name, type);
    for (const name of ["M0", "M1"]) {
      const type = this.#type(home, name, `type ${name} implements Media`);
      type.keys.add("id");
      type.fields.set("id", "ID!");
      for (const [field, told] of shared) type.fields.set(field, told);
      for (const field of [this.#one(NAMES), this.#one(NAMES)])
        if (!shared.has(field)) type.fields.set(field, this.#fieldType(home));
    }
    const added = new Set(["id", ...NAMES.filter((name) => shared.has(name))]);
    for (const source of this.#sources) {
      if (source === home || !this.#chance(70)) continue;
      this.#mediaIn(source);
      const type = this.#type(source, "Media");
      for (let index = 0; index < 2; index += 1) {
        const name = `${this.#one(NAMES)}${source}`;
        if (added.has(name)) continue;
        added.add(name);
        type.fields.set(name, this.#fieldType(source));
      }
      const [required] = [...shared].filter(([, told]) => /^String!?$/.test(told));
      if (!required || !this.#chance(50)) continue;
      type.fields.set(required[0], `${required[1]} @external`);
      type.fields.set(`head${source}`, `String @requires(fields: "${required[0]}")`);
    }
  }

  #interface(): void {
    const source = this.#one(this.#sources);
    const here = this.#entities.filter(({ keys }) => keys.some((key) => /^id\b/.test(key)));
    if (here.length < 2) return;
    const members = this.#some(here, 2);
    const node = this.#type(source, "Node", "interface Node");
    const common = this.#chance(50) ? "common" : "";
    const type = this.#one(["String", "Int", "[String!]", "[[Int]]"]);
    if (common) node.fields.set(common, type);
    node.fields.set("id", "ID!");
    for (const member of members) {
      const made = this.#entity(source, member);
      made.fields.set("id", `ID!${[...made.keys].some((key) => /^id\b/.test(key)) ? "" : " @shareable"}`);
      if (common) made.fields.set(common, this.#chance(30) ? `${type}!` : type);
      if (!made.head.includes("implements")) made.head += " implements Node";
    }
    const query = this.#type(source, "Query");
    query.fields.set("node", "(id: ID!): Node").set("nodes", this.#wrap("Node"));
    if (this.#chance(40)) this.#entity(source, this.#one(members)).fields.set("near", this.#wrap("Node"));
  }

  #union(): void {
    const source = this.#one(this.#sources);
    const members = this.#some(this.#entities, 2);
    for (const member of members) this.#entity(source, member);
    const names = members.map(({ name }) => name);
    if (this.#chance(50)) names.push(this.#value(source));
    if (this.#mediaHome === source && this.#chance(40)) names.push("M0");
    this.#type(source, "Found", `union Found = ${names.join(" | ")}`);
    this.#type(source, "Query").fields.set("found", this.#wrap("Found")).set("findings", "[Found!]");
    if (this.#chance(40)) this.#entity(source, this.#one(members)).fields.set("beside", this.#wrap("Found"));
  }

  /** A value whose parts come from two sources. */
  #sharedValue(): void {
    const entity = this.#one(this.#entities.filter(({ homes }) => homes.length > 1));
    if (!entity) return;
    this.#values += 1;
    const name = `Shared${this.#values}`;
    const type = this.#wrap(name);
    for (const [index, source] of entity.homes.slice(0, 2).entries()) {
      this.#entity(source, entity).fields.set("shared", `${type} @shareable`);
      const value = this.#type(source, name, `type ${name} @shareable`);
      value.fields.set("both", "Int!").set(index === 0 ? "left" : "right", index === 0 ? "String" : "[[Int]]");
    }
  }

  #roots(source: string): void {
    const query = this.#type(source, "Query");
    for (const [name, type] of this.#types.get(source)!) {
      if (!/^(E\d|M\d|Media|Value)$/.test(name) || !this.#chance(60)) continue;
      if (type.head.startsWith("type Value")) query.fields.set(`value${source}`, this.#wrap("Value"));
      else if (this.#chance(50)) query.fields.set(`all${name}${source}`, this.#wrap(name));
      else query.fields.set(`one${name}${source}`, `(id: ID!): ${name}${this.#chance(20) ? "!" : ""}`);
    }
    if (this.#chance(30)) query.fields.set("always", "Boolean! @shareable");
    if (this.#chance(20)) query.fields.set(`hidden${source}`, "Int @inaccessible");
    if (query.fields.size === 0) query.fields.set(`some${source}`, this.#fieldType(source));
  }

  #mutations(): void {
    const entity = this.#one(this.#entities);
    for (const source of this.#some(this.#sources, 1)) {
      this.#entity(source, entity);
      const verb = this.#one(["bump", "double", "reset"]);
      this.#type(source, "Mutation").fields.set(
        `${verb}${source}`,
        `(id: ID!): ${entity.name}${this.#chance(30) ? "!" : ""}`,
      );
    }
    this.#entity(entity.homes.at(-1)!, entity).fields.set("total", "Int!");
  }

  #print(source: string): string {
    const parts = [...this.#types.get(source)!].map(([name, { head, keys, fields }]) => {
      if (fields.size === 0) return head;
      const told = [...keys].map((key) => ` @key(fields: "${key}")`).join("");
      const lines = [...fields].map(([field, type]) => `  ${field}${type.startsWith("(") ? "" : ": "}${type}`);
      const end = name === "Colour" ? head : `${head}${told} {\n${lines.join("\n")}\n}`;
      return end;
    });
    return [HEADER, ...parts].join("\n");
  }
}
