# The status scheme component (XEP-0114), as an image. No build step: Node runs the sources.
#   docker build -t status-scheme-component .
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY . .
RUN npm ci --omit=dev --workspace=@status-scheme/component --ignore-scripts

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app .
RUN mkdir -p /var/lib/status-scheme && chown node:node /var/lib/status-scheme
COPY docker/component.yaml /etc/status-scheme/component.yaml
USER node
VOLUME /var/lib/status-scheme
EXPOSE 5380
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s CMD ["node", "-e", "fetch('http://127.0.0.1:5380/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "component/src/main.ts", "--config", "/etc/status-scheme/component.yaml"]
