# lockedit with a browser of its own, on Debian, as an ordinary user.
#
#   docker build -t lockedit .
#   docker run --rm --init lockedit version
#
# The test console's image is the same with another command (docker-compose.yml).

FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=container
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-X main.version=${VERSION}" -o /out/lockedit ./cmd/lockedit

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      ca-certificates chromium-headless-shell fonts-liberation kubernetes-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 lockedit \
 && install -d -o lockedit -g lockedit -m 0700 /evidence
COPY --from=build /out/lockedit /usr/local/bin/lockedit
USER lockedit
WORKDIR /evidence
ENTRYPOINT ["lockedit"]
CMD ["--help"]
