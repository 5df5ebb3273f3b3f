# One file for every process of the hub: `hub` for production, `development-issuer` for the issuer of the demo cast.

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY gateway gateway
COPY subgraphs subgraphs
COPY kit kit
COPY scripts scripts
COPY schema schema
RUN npm run build

FROM node:24-slim AS base
WORKDIR /app
ENV NODE_ENV=production \
    APOLLO_TELEMETRY_DISABLED=1
COPY package.json package-lock.json ./

# Without the embedded PostgreSQL and the tools: a deployment brings its own database.
FROM base AS hub
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force
COPY --from=build /app/dist dist
COPY schema schema
COPY clients clients
# What a volume is mounted over belongs to whoever owns the folder here.
RUN mkdir withdrawals && chown node withdrawals
USER node
CMD ["node", "dist/gateway/index.js"]

# The issuer is a development dependency on purpose: the production image does not contain it.
FROM base AS development-issuer
ENV NODE_ENV=development
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
USER node
CMD ["node", "dist/scripts/development/issuer-service.js"]
