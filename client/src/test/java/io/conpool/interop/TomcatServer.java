package io.conpool.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.http.fileupload.FileUtils;

/**
 * Tomcat in this JVM, in cleartext, with its defaults but for how long a response's
 * headers may be. It offers the paths of {@link Paths}.
 */
final class TomcatServer implements AutoCloseable {

	/** GET: {@code /content.txt} with a header of {@link #HEADER_LENGTH} characters. */
	static final String LONG_HEADER = "/long-header";

	static final int HEADER_LENGTH = 32 * 1024;

	// Held, because a logger that nobody holds forgets its level.
	private static final Logger LOG = Logger.getLogger("org.apache");

	private final Path directory;

	private final Tomcat tomcat = new Tomcat();

	private final Connector connector = new Connector();

	TomcatServer() {
		LOG.setLevel(Level.SEVERE);
		try {
			this.directory = Files.createTempDirectory("conpool-tomcat");
			this.tomcat.setBaseDir(this.directory.toString());
			this.connector.setPort(0);
			this.connector.setProperty("address", "127.0.0.1");
			this.connector.setProperty("maxHttpResponseHeaderSize", Integer.toString(4 * HEADER_LENGTH));
			this.connector.addUpgradeProtocol(new Http2Protocol());
			this.tomcat.setConnector(this.connector);
			Context context = this.tomcat.addContext("", this.directory.toString());
			Tomcat.addServlet(context, "paths", new PathsServlet()).setAsyncSupported(true);
			context.addServletMappingDecoded("/*", "paths");
			this.tomcat.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (LifecycleException ex) {
			throw new IllegalStateException(ex);
		}
	}

	String uri(String path) {
		return "http://localhost:" + this.connector.getLocalPort() + path;
	}

	@Override
	public void close() throws Exception {
		this.tomcat.stop();
		this.tomcat.destroy();
		// The next one in this JVM would use, and so create, this one's directory.
		System.clearProperty("catalina.base");
		System.clearProperty("catalina.home");
		FileUtils.deleteDirectory(this.directory.toFile());
	}

	private static final class PathsServlet extends HttpServlet {

		@Override
		protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
			String path = request.getRequestURI();
			if (path.equals(Paths.HANG)) {
				request.startAsync().setTimeout(0);
			}
			else if (path.equals(LONG_HEADER)) {
				response.setHeader("long", "h".repeat(HEADER_LENGTH));
				Paths.serve(Paths.CONTENT, request.getInputStream(), response.getOutputStream());
			}
			else {
				Paths.serve(path, request.getInputStream(), response.getOutputStream());
			}
		}

	}

}
