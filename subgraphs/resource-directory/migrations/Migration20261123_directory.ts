import { Migration } from "@mikro-orm/migrations";

/**
 * The tables of the directory and what its search stands on: French full text without accents (names weigh A, labels B,
 * descriptions C), places in a GiST index, word lists in GIN indexes, the distance between two places.
 */
export class Migration20261123_directory extends Migration {
  override up(): void {
    this.addSql("create extension if not exists unaccent");
    this.addSql("create text search configuration french_unaccent (copy = french)");
    this.addSql(
      "alter text search configuration french_unaccent alter mapping for hword, hword_part, word with unaccent, french_stem",
    );
    this.addSql(distance);
    for (const statement of [...territory, ...directory, ...imports]) this.addSql(statement);
  }
}

/** Great-circle distance in kilometres (haversine, mean radius of the Earth). */
const distance = `
create function distance_km(latitude1 float8, longitude1 float8, latitude2 float8, longitude2 float8)
returns float8 language sql immutable parallel safe
return 2 * 6371.0088 * asin(least(1, sqrt(
  sin(radians(latitude2 - latitude1) / 2) ^ 2
  + cos(radians(latitude1)) * cos(radians(latitude2)) * sin(radians(longitude2 - longitude1) / 2) ^ 2)))`;

const territory = [
  `create table department (code text not null, name text not null, primary key (code))`,
  `create table intercommunality (code text not null, name text not null, primary key (code))`,
  `create table commune (
     code text not null, name text not null, search_name text not null, department_code text not null,
     intercommunality_code text null, postal_codes text[] not null, population int null,
     latitude double precision null, longitude double precision null, primary key (code))`,
  `create index commune_search_name on commune (search_name text_pattern_ops)`,
  `create index commune_postal_codes on commune using gin (postal_codes)`,
];

const place = `
  address text null, address_complement text null, postal_code text null, commune_name text null,
  commune_code text null, latitude double precision null, longitude double precision null`;

const directory = [
  `create table structure (
     id text not null, source text not null, name text null, updated_on date null, description text null,
     source_url text null, siret text null, ${place}, phone text null, email text null, website text null,
     opening_hours text null, accessibility_url text null, networks text[] null, is_incomplete boolean not null,
     content_hash text not null, primary key (id))`,
  `create table care_offer (
     id text not null, source text not null, structure_id text not null, name text not null, updated_on date null,
     description text null, source_url text null, kind text null, care_category text not null, themes text[] null,
     fee text null, fee_details text null, audiences text[] null, audience_details text null,
     access_conditions text null, ${place}, phone text null, email text null, contact_name text null,
     reception_modes text[] null, eligibility_zone text[] null, mobilisation_modes text[] null,
     mobilisable_by text[] null, mobilisation_url text null, mobilisation_details text null,
     weekly_hours double precision null, weeks int null, opening_hours text null, capacity text null,
     capacity_details text null, capacity_confirmed_on date null, is_withdrawn boolean not null,
     is_incomplete boolean not null, lasting_score int not null, lasting_criteria int not null,
     structure_name text null, labels text not null, content_hash text not null,
     search_vector tsvector not null generated always as (
       setweight(to_tsvector('french_unaccent', name || ' ' || coalesce(structure_name, '')), 'A')
       || setweight(to_tsvector('french_unaccent', labels), 'B')
       || setweight(to_tsvector('french_unaccent', coalesce(description, '')), 'C')) stored,
     primary key (id))`,
  `create index care_offer_structure on care_offer (structure_id)`,
  `create index care_offer_source on care_offer (source)`,
  `create index care_offer_position on care_offer using gist (point(longitude, latitude))`,
  `create index care_offer_search on care_offer using gin (search_vector)`,
  `create index care_offer_themes on care_offer using gin (themes)`,
  `create index care_offer_reception on care_offer using gin (reception_modes)`,
  // Remote offers are found from everywhere: without an index of their own a search would visit those of all France.
  `create index care_offer_remote on care_offer
     using gin (themes, search_vector, coalesce(eligibility_zone, '{everyone}'::text[]))
     where reception_modes @> '{a-distance}'`,
];

const imports = [
  `create table directory_import (
     hash text not null, committed_rows int not null, progress jsonb not null, started_at timestamptz not null,
     finished_at timestamptz null, primary key (hash))`,
  `create table seen_offer (import_hash text not null, offer_id text not null, primary key (import_hash, offer_id))`,
];
