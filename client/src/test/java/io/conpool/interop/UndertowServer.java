package io.conpool.interop;

import java.net.InetSocketAddress;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpServerExchange;

/**
 * Undertow in this JVM, in cleartext, with its defaults but for the size of uploads. It
 * offers the paths of {@link Paths}.
 */
final class UndertowServer implements AutoCloseable {

	private final Undertow undertow = Undertow.builder()
		.setServerOption(UndertowOptions.ENABLE_HTTP2, true)
		.setServerOption(UndertowOptions.MAX_ENTITY_SIZE, -1L)
		.addHttpListener(0, "127.0.0.1", UndertowServer::handle)
		.build();

	UndertowServer() {
		this.undertow.start();
	}

	private static void handle(HttpServerExchange exchange) {
		if (exchange.getRequestPath().equals(Paths.HANG)) {
			// What was dispatched to a task is not ended with it.
			exchange.dispatch(() -> {
			});
			return;
		}
		exchange.dispatch((blocking) -> {
			blocking.startBlocking();
			Paths.serve(blocking.getRequestPath(), blocking.getInputStream(), blocking.getOutputStream());
			blocking.endExchange();
		});
	}

	String uri(String path) {
		InetSocketAddress address = (InetSocketAddress) this.undertow.getListenerInfo().get(0).getAddress();
		return "http://localhost:" + address.getPort() + path;
	}

	@Override
	public void close() {
		this.undertow.stop();
	}

}
