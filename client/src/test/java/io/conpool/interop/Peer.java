package io.conpool.interop;

/**
 * The servers that the client must get on with. Each offers the paths of {@link Paths};
 * the proxies do so by a {@link Backend}.
 */
enum Peer {

	NGINX {
		@Override
		ServerSpec proxyOf(Backend backend) {
			return Nginx.before(backend);
		}
	},

	HTTPD {
		@Override
		ServerSpec proxyOf(Backend backend) {
			return Httpd.before(backend);
		}
	},

	HAPROXY {
		@Override
		ServerSpec proxyOf(Backend backend) {
			return Haproxy.before(backend);
		}
	},

	CADDY {
		@Override
		ServerSpec proxyOf(Backend backend) {
			return Caddy.before(backend);
		}
	},

	GO {
		@Override
		Site start(Servers servers) {
			return servers.start(GoServer.tls()).site();
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

	/** Starts it, a proxy with a backend of its own. All of it ends with the test. */
	Site start(Servers servers) throws Exception {
		return servers.start(proxyOf(servers.closing(new Backend()))).site();
	}

	/** The proxy before a backend. */
	ServerSpec proxyOf(Backend backend) {
		throw new UnsupportedOperationException(this + " is no proxy");
	}

}
