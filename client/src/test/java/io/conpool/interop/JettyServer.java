package io.conpool.interop;

import java.io.InputStream;
import java.io.OutputStream;

import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/**
 * Jetty in this JVM, in cleartext, with its defaults. It offers the paths of
 * {@link Paths}.
 */
final class JettyServer implements AutoCloseable {

	private final Server server = new Server();

	private final ServerConnector connector = new ServerConnector(this.server,
			new HTTP2CServerConnectionFactory(new HttpConfiguration()));

	JettyServer() throws Exception {
		this.connector.setHost("127.0.0.1");
		this.server.addConnector(this.connector);
		this.server.setHandler(new PathsHandler());
		this.server.start();
	}

	String uri(String path) {
		return "http://localhost:" + this.connector.getLocalPort() + path;
	}

	@Override
	public void close() throws Exception {
		this.server.stop();
	}

	private static final class PathsHandler extends Handler.Abstract {

		@Override
		public boolean handle(Request request, Response response, Callback callback) throws Exception {
			String path = request.getHttpURI().getPath();
			if (path.equals(Paths.HANG)) {
				return true;
			}
			try (InputStream in = Content.Source.asInputStream(request);
					OutputStream out = Content.Sink.asOutputStream(response)) {
				Paths.serve(path, in, out);
			}
			callback.succeeded();
			return true;
		}

	}

}
