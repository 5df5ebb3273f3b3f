#!/bin/bash
# Run once by the PostgreSQL image on an empty volume: one role and one database for each subgraph, closed to the others.
set -euo pipefail

create_database() {
  # The password goes through the environment: arguments are shown by `ps`.
  NEW_PASSWORD="$2" psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set name="$1" \
    --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\getenv password NEW_PASSWORD
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
SQL
}

create_database consent "${CONSENT_DATABASE_PASSWORD:?}"
create_database social_services "${SOCIAL_SERVICES_DATABASE_PASSWORD:?}"
create_database health_access "${HEALTH_ACCESS_DATABASE_PASSWORD:?}"
create_database resource_directory "${RESOURCE_DIRECTORY_DATABASE_PASSWORD:?}"
create_database employment_contracts "${EMPLOYMENT_CONTRACTS_DATABASE_PASSWORD:?}"
