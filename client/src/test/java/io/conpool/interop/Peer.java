package io.conpool.interop;

/**
 * The servers that the client must get on with. Each offers the paths of {@link Paths};
 * the proxies do so by a {@link Backend}.
 */
enum Peer {

	NGINX {
		@Override
		Site start(Servers servers) {
			return servers.site(Nginx.before(servers.closing(new Backend())));
		}
	},

	HTTPD {
		@Override
		Site start(Servers servers) {
			return servers.site(Httpd.before(servers.closing(new Backend())));
		}
	},

	HAPROXY {
		@Override
		Site start(Servers servers) {
			return servers.site(Haproxy.before(servers.closing(new Backend())));
		}
	},

	CADDY {
		@Override
		Site start(Servers servers) {
			return servers.site(Caddy.before(servers.closing(new Backend())));
		}
	},

	GO {
		@Override
		Site start(Servers servers) {
			return servers.site(GoServer.tls());
		}
	},

	TOMCAT {
		@Override
		Site start(Servers servers) {
			return new Site(servers.closing(new TomcatServer()).uri(""), null);
		}
	},

	UNDERTOW {
		@Override
		Site start(Servers servers) {
			return new Site(servers.closing(new UndertowServer()).uri(""), null);
		}
	},

	JETTY {
		@Override
		Site start(Servers servers) throws Exception {
			return new Site(servers.closing(new JettyServer()).uri(""), null);
		}
	},

	NETTY {
		@Override
		Site start(Servers servers) {
			return new Site(servers.closing(new NettyServer(MAX_STREAMS)).uri(""), null);
		}
	},

	VERTX {
		@Override
		Site start(Servers servers) throws Exception {
			return new Site(servers.closing(new VertxServer()).uri(""), null);
		}
	};

	private static final int MAX_STREAMS = 100;

	/** Starts it; what it consists of ends with the test. */
	abstract Site start(Servers servers) throws Exception;

}
