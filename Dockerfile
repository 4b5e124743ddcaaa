# docker build -t msgraph-gateway .
# What builds the gateway; nothing of it is in the image but dist/.
FROM node:26-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# The emulator alone, for deploy/compose.yaml.
FROM build AS emulator
USER node
CMD ["node", "emulator/main.ts"]

# What runs in production, in the versions of the lock file: with OpenTelemetry, which the package leaves to its users,
# because nothing can be installed in the image.
FROM node:26-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm install --no-save --save-prod --omit=dev $(node -p "Object.entries(require('./package.json').devDependencies).filter(([name]) => name.startsWith('@opentelemetry/')).map((each) => each.join('@')).join(' ')")

# Node and what it needs, without a shell and package managers.
FROM gcr.io/distroless/nodejs26-debian13:nonroot
WORKDIR /app
COPY package.json LICENSE ./
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
ENV NODE_ENV=production HOST=0.0.0.0
EXPOSE 4000
# By number, so that Kubernetes can tell that it is not root.
USER 65532:65532
# For Docker; Kubernetes has probes of its own. It asks on loopback, which 0.0.0.0 includes: with a HOST that does not, give
# `docker run` a --health-cmd of your own, or --no-healthcheck.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
  CMD ["/nodejs/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 4000}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is process 1: SIGTERM reaches the gateway.
ENTRYPOINT ["/nodejs/bin/node", "dist/bin.js"]
