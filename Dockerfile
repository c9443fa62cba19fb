# One Aerostack process. What it needs is built into the image: a container starts without a network, a compiler or npm.
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && rm -rf .next/cache

FROM ${NODE_IMAGE} AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Without what packages only want beside them, such as Prisma's and Playwright's programs, and without Next's compiler.
RUN npm ci --omit=dev --legacy-peer-deps --ignore-scripts --no-audit --no-fund && rm -rf node_modules/@next/swc-*

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    AEROSTACK_HOST=0.0.0.0 \
    AEROSTACK_DATA_DIR=/data
WORKDIR /app
# All of it belongs to root: the process can change nothing but its data.
RUN install -d -o node -g node -m 700 /data
COPY --from=modules /app/node_modules ./node_modules
COPY --from=build /app/.next ./.next
COPY --from=build /app/dist ./dist
COPY --from=build /app/prisma ./prisma
COPY --from=build /app/public ./public
COPY --from=build /app/scripts ./scripts
COPY --from=build /app/package.json /app/next.config.mjs ./
RUN ln -s /app/dist/cli.js /usr/local/bin/aerostack && ln -s /app/dist/admin.js /usr/local/bin/aerostack-admin
USER node
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "scripts/start.mjs", "--as-built"]
