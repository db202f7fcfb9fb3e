package io.conpool.transport;

import io.conpool.endpoint.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;

/**
 * Handshakes between a client's context and a server, in memory.
 */
final class TlsHandshake {

	private TlsHandshake() {
	}

	/** Makes a server of the JDK's TLS that chooses HTTP/2. */
	static SslContext server(X509Bundle certificate) throws Exception {
		return SslContextBuilder.forServer(certificate.toKeyManagerFactory())
			.sslProvider(SslProvider.JDK)
			.applicationProtocolConfig(
					new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
							SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
			.build();
	}

	/**
	 * Runs a handshake, up to the server's tickets, and closes the connection.
	 * @return why the client gave up, or null if the handshake succeeded
	 */
	static @Nullable Throwable connect(TlsContext clientContext, Endpoint endpoint, SslContext serverContext) {
		SslHandler clientHandler = clientContext.handler(ByteBufAllocator.DEFAULT, endpoint);
		EmbeddedChannel server = new EmbeddedChannel(serverContext.newHandler(ByteBufAllocator.DEFAULT));
		EmbeddedChannel client = new EmbeddedChannel(clientHandler);
		exchange(client, server);
		Throwable failure = clientHandler.handshakeFuture().cause();
		if (failure == null && !ApplicationProtocolNames.HTTP_2.equals(clientHandler.applicationProtocol())) {
			failure = new IllegalStateException("ALPN chose " + clientHandler.applicationProtocol());
		}
		client.close();
		exchange(client, server);
		finish(server);
		finish(client);
		return failure;
	}

	private static void exchange(EmbeddedChannel client, EmbeddedChannel server) {
		while (pass(client, server) || pass(server, client)) {
			continue;
		}
	}

	private static boolean pass(EmbeddedChannel from, EmbeddedChannel to) {
		boolean any = false;
		for (ByteBuf bytes = from.readOutbound(); bytes != null; bytes = from.readOutbound()) {
			any = true;
			if (to.isOpen()) {
				read(to, bytes);
			}
			else {
				bytes.release();
			}
		}
		return any;
	}

	/** A failed handshake is thrown here, too; the handler's future has it. */
	private static void read(EmbeddedChannel to, ByteBuf bytes) {
		try {
			to.writeInbound(bytes);
		}
		catch (Exception ex) {
			to.close();
		}
	}

	private static void finish(EmbeddedChannel channel) {
		try {
			channel.finishAndReleaseAll();
		}
		catch (Exception ex) {
			channel.releaseInbound();
			channel.releaseOutbound();
		}
	}

}
