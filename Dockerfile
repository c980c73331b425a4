# One image for every role: `serve` (with or without servers of its own), `worker`, `scheduler` and all other commands.
#
#     docker build -t crossproof:local .
#     docker run --rm crossproof:local id alice@example.com

ARG NODE=22-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
# What is native comes compiled inside the packages, so that no stranger's install script needs to run here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json tsconfig.client.json ./
COPY scripts/build.mjs scripts/build-client.mjs scripts/join-modules.mjs scripts/
COPY src src
COPY workers workers
# valibot, which comes with bull-board, names the compiler as something that it could use: pruning would leave it there.
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
    && rm -r node_modules/typescript node_modules/@typescript node_modules/.bin/tsc

FROM node:${NODE}
ARG VERSION=local
LABEL org.opencontainers.image.title="crossproof" \
      org.opencontainers.image.description="Well-known cross-signing proof crawler for MIMI identities" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
# The store of the embedded mode is /var/lib/crossproof/store.sqlite: beside /tmp, all that is ever written to.
# Every role answers /healthz on the port for operations; by default on loopback, where the check below asks.
ENV NODE_ENV=production \
    XDG_DATA_HOME=/var/lib \
    CROSSPROOF_OPS_PORT=9090
RUN install -d -o node -g node -m 0700 /var/lib/crossproof
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json LICENSE ./
# By number, so that a platform which forbids root can tell; the base image calls it node.
USER 1000:1000
EXPOSE 8080 9090
# As PID 1 the program handles SIGTERM itself, and it starts no other process: no init is needed.
STOPSIGNAL SIGTERM
# Alive, not ready: a Redis that is away for a minute is no reason to restart what waits for it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:9090/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "/app/dist/src/cli/main.js"]
# Off loopback `serve` wants CROSSPROOF_PUBLIC_URL, and a token before anybody may make it fetch.
CMD ["serve", "--host", "0.0.0.0"]
