package io.conpool.interop;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * Vert.x in this JVM, in cleartext, with its defaults. It offers the paths of
 * {@link Paths}.
 */
final class VertxServer implements AutoCloseable {

	private static final long BOUND_SECONDS = 10;

	private final Vertx vertx = Vertx.vertx();

	private final HttpServer server;

	VertxServer() throws Exception {
		this.server = this.vertx.createHttpServer(new HttpServerOptions().setHost("127.0.0.1").setPort(0))
			.requestHandler(VertxServer::handle)
			.listen()
			.await(BOUND_SECONDS, TimeUnit.SECONDS);
	}

	private static void handle(HttpServerRequest request) {
		switch (request.path()) {
			case Paths.HANG -> {
			}
			case Paths.UPLOAD -> {
				AtomicLong length = new AtomicLong();
				request.handler((piece) -> length.addAndGet(piece.length()));
				request.endHandler((end) -> request.response().end(length.toString()));
			}
			case Paths.ECHO -> request.pipeTo(request.response().setChunked(true));
			default -> request.response().end(ServerProcess.CONTENT);
		}
	}

	String uri(String path) {
		return "http://localhost:" + this.server.actualPort() + path;
	}

	@Override
	public void close() throws Exception {
		this.vertx.close().await(BOUND_SECONDS, TimeUnit.SECONDS);
	}

}
