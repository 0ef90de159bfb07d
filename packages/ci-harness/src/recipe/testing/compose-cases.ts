import { app, type ComposeCase, compose } from './compose-case.js'

/** Constructs of recipes seen in the wild, and every rule of the merge; each is accepted by `docker stack config`. */
export const composeCases: readonly ComposeCase[] = [
  compose('no version, no services', 'volumes: {data: }'),
  compose('the bare version 3', `version: "3"\n${app('restart: always')}`),
  compose('a version of old clients', `version: "3.8"\n${app('container_name: y')}`),
  compose(
    'variables, with and without braces and defaults',
    app(
      `environment: {A: "$A-x b", B: "$NO-x b", C: "\${NO:-\${A}}", D: "\${NO:-a:-b}", E: "\${NO-}", F: "\${EMPTY-x}", ` +
        `G: "\${EMPTY:-x}", H: "\${A:?a-b}", I: "$A.b", J: "$NO:-zz}", K: "\${A}\${A}", L: $NO, "$A": key}`,
    ),
  ),
  compose('doubled dollars', app(`command: "echo $$HOME $$$$ $\${A} $$$A", environment: {A: $$}`)),
  compose(
    'a command line with quotes',
    app(`command: "sh -c 'exec  server --a \\"b c\\"' d\\\\ e \\"f g\\"h", entrypoint: /run.sh`),
  ),
  compose('a fault before a variable, which Docker overlooks', app(`environment: {A: "$(x) $A", B: "\${NO:?why} $A"}`)),
  compose('A-22: variables without a value', app('environment: [A, EMPTY, NO, B=, "C=d=e"]')),
  compose('variables without a value in a map', app('environment: {A: , EMPTY: , NO: , STACK_NAME: ""}')),
  compose(
    'numbers as YAML 1.1 has them',
    app(
      'environment: {A: 1_000, B: 017, C: 0o17, D: 0x1f, E: 1e3, F: 1.50, G: 1e30, H: 100000000.0, I: 12345678901234567890, ' +
        'J: 0.000001, K: 08, L: on, M: 1:30, N: +5, O: -017, P: 2022-07-31, Q: 1.2.3, R: 0b11}',
    ),
  ),
  compose(
    'labels as a list with backticks',
    app('labels: ["r.$A.rule=Host(`$DOMAIN`)", bare, empty=], deploy: {labels: [a=b=c]}'),
  ),
  compose(
    'labels of many lines',
    `services:
  app:
    image: x
    deploy:
      labels:
        traefik.http.routers.wiki.rule: >-
          Host(\`\${DOMAIN}\`) ||
          Host(\`www.\${DOMAIN}\`)
        note: |
          two
          lines \${A}
        size: 5
        none:
`,
  ),
  compose(
    'anchors, merge keys and extensions',
    `x-base: &base {image: "x:\${A}", environment: &env {MODE: fast, N: 5}}
x-list: &list [one, two]
services:
  app: {<<: *base, x-own: {a: [1]}, dns: *list}
  db: {<<: [{image: y}, *base], environment: {<<: *env, MODE: slow}}
`,
  ),
  compose(
    'mounts in their short form',
    app(
      'volumes: ["~/x:/x", "../b:/b:ro,z", "a:/c:nocopy,rshared", "data:/c2:nocopy,rshared", /anon, "C:\\\\x:/d", "v:/x", ' +
        '"data:/e:ro,rw", {type: bind, source: ./q, target: /q}, "/a/../b:/f"]',
    ),
  ),
  compose(
    'ports in their short form',
    app(
      'ports: ["127.0.0.1:80:80/udp", "8000-8001:9000-9001", "53:53/tcp", 3000, "127.0.0.1::44", {target: 4, published: 5}]',
    ),
  ),
  compose(
    'texts that interpolation makes numbers',
    app(`deploy: {replicas: $REPLICAS}, healthcheck: {retries: "\${NO:-3}"}, read_only: "\${NO:-yes}"`),
  ),
  compose(
    'C-01: a duration from the environment',
    app(`healthcheck: {test: curl -f x, start_period: "\${NO:-5m}", interval: 90s}`),
  ),
  compose(
    'external and named resources',
    `${app('networks: [proxy, own], secrets: [s, {source: t, mode: 0400}], configs: [c]')}
networks: {proxy: {external: true}, old: {external: {name: "\${A}_net"}}, own: {labels: [a=b]}}
secrets: {s: {external: true, name: "\${STACK_NAME}_s_\${V:-v1}"}, t: {file: t.txt}}
configs: {c: {name: "\${STACK_NAME}_c", file: ./a/../c.tmpl, template_driver: golang}, bare: {name: y}}
volumes: {data: , nfs: {driver: local, driver_opts: {type: nfs, size: 5}}, theirs: {external: true}}
`,
  ),
  compose('a second document, which Docker does not read', `${app('tty: true')}\n---\nservices: {b: {image: y}}`),
  compose('lists of one', app('dns: 1.1.1.1, tmpfs: /run, dns_search: x.y')),
  compose('hosts as a map', app('extra_hosts: {b: 1.2.3.4, a: "::1"}, sysctls: [net.a=1]')),
  compose('A-40: a dependency that is not there', app('depends_on: [nobody]')),
  compose(
    'an overlay that adds to every list',
    app('cap_add: [A], dns: 1.1.1.1, healthcheck: {test: [CMD, a]}, deploy: {placement: {constraints: [a==b]}}'),
    app('cap_add: [A, B], dns: [2.2.2.2], healthcheck: {test: [CMD, b]}, deploy: {placement: {constraints: [c==d]}}'),
  ),
  compose(
    'an overlay over texts by name',
    app(
      'environment: {A: 1, B: 2, C: 3}, labels: {A: 1, B: x}, sysctls: {a: 1}, logging: {driver: d, options: {a: b}}',
    ),
    app('environment: [B=, C=4, D=5], labels: [A=, C=y], sysctls: [a=2], logging: {driver: d, options: {c: d}}'),
  ),
  compose(
    'an overlay with zeros, of which Docker takes few',
    app(
      'read_only: true, init: true, user: "5", stop_grace_period: 5s, healthcheck: {retries: 3, interval: 9s}, ' +
        'deploy: {replicas: 2, update_config: {parallelism: 2, delay: 5s}, restart_policy: {max_attempts: 3}}',
    ),
    'services: {app: {read_only: false, init: false, user: "0", stop_grace_period: 0s, healthcheck: {retries: 0, interval: 0s}, ' +
      'deploy: {replicas: 0, update_config: {parallelism: 0, delay: 0s}, restart_policy: {max_attempts: 0}}}}',
  ),
  compose(
    'an overlay over what has a place',
    app(
      'ports: ["80:80", "443:443"], volumes: ["data:/v:ro", "data:/w"], secrets: [z, {source: s, target: t, mode: 0400}], ' +
        'configs: [{source: c, target: /c}], networks: {n: {aliases: [a]}, m: }, ulimits: {nofile: 5}',
    ),
    app(
      'ports: ["80:8080", 3000], volumes: ["./v:/v"], secrets: [{source: s, target: u}], configs: [{source: c}], ' +
        'networks: {n: {aliases: [b]}, o: }, ulimits: {nofile: {soft: 1, hard: 2}, nproc: 3}',
    ),
  ),
  compose('an overlay with commands', app('command: a b, entrypoint: [c]'), app('command: [d], entrypoint: []')),
  compose(
    'an overlay with another logging driver',
    app('logging: {driver: d, options: {a: b}}'),
    app('logging: {driver: e}'),
  ),
  compose('an overlay with a service of its own', app('tty: true'), 'services: {db: {image: y}}'),
  compose(
    'an overlay over resources, which it replaces',
    `${app('tty: true')}\nvolumes: {v: {driver: x, driver_opts: {a: b}}}\nnetworks: {n: {internal: true}}\nconfigs: {c: {file: a}}`,
    'volumes: {v: {driver_opts: {c: d}}, w: }\nnetworks: {n: {attachable: true}}\nconfigs: {c: {name: y}}\nsecrets: {s: {file: b}}',
  ),
]
