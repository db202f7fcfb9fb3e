package io.conpool.connection.http2;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.endpoint.Endpoint;
import io.conpool.error.H2Error;
import io.conpool.pool.ConnectionEvents;
import io.conpool.transport.ApplicationProtocol;
import io.conpool.transport.TlsConfig;
import io.conpool.transport.Transport;
import io.conpool.transport.TransportConfig;
import io.conpool.transport.TransportResources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;

/**
 * A connection without a socket: what it sends is dropped, what it gets is put in by
 * hand. Confined to one thread.
 */
final class MemoryConnection {

	private static final byte[] SETTINGS_AND_ACK = ByteBufUtil
		.decodeHexDump("000000040000000000" + "000000040100000000");

	// :status 200 and content-type by the static table; 100 bytes
	private static final byte[] RESPONSE_HEAD = ByteBufUtil
		.decodeHexDump("00000a010400000000" + "88" + "0f10" + "06" + "612f62632f64");

	private static final int FRAME_HEAD = 9;

	private static final int ID = 5;

	private final EmbeddedChannel channel = new EmbeddedChannel();

	private final H2Connection connection;

	private final ByteBuf response = this.channel.alloc().directBuffer();

	MemoryConnection() {
		TransportResources resources = TransportResources.start(TransportConfig.defaults(), null);
		Transport transport = new Transport(resources, TransportConfig.defaults(), TlsConfig.defaults(),
				List.of(ApplicationProtocol.H2), null, null);
		CompletableFuture<H2Connection> ready = new CompletableFuture<>();
		new H2ProtocolHandler(transport, Http2Config.defaults(), H2ConnectionListener.all(List.of()))
			.protocol(Endpoint.of(URI.create("http://localhost/")), new Unheard(), ready)
			.handlers()
			.accept(this.channel.pipeline());
		receive(this.channel.alloc().directBuffer().writeBytes(SETTINGS_AND_ACK));
		this.connection = ready.join();
		this.response.writeBytes(RESPONSE_HEAD);
		this.response.writeMedium(100).writeByte(0).writeByte(1).writeInt(0).writeZero(100);
	}

	H2Connection connection() {
		return this.connection;
	}

	ByteBuf allocate() {
		return this.channel.alloc().directBuffer(64 * 1024);
	}

	/** A small response for the stream of that id. */
	void writeResponse(ByteBuf to, int id) {
		int start = to.writerIndex();
		to.writeBytes(this.response, 0, this.response.readableBytes());
		to.setInt(start + ID, id);
		to.setInt(start + RESPONSE_HEAD.length + ID, id);
	}

	/** Lets the connection do what it was asked for, and drops what it sends. */
	void send() {
		this.channel.runPendingTasks();
		this.channel.releaseOutbound();
	}

	/** Gives the connection what a peer has sent at once. */
	void receive(ByteBuf burst) {
		this.channel.writeInbound(burst);
		this.channel.runPendingTasks();
		this.channel.releaseOutbound();
	}

	static void writeFrameHead(ByteBuf to, int length, int type, int flags, int id) {
		to.ensureWritable(FRAME_HEAD + length);
		to.writeMedium(length).writeByte(type).writeByte(flags).writeInt(id);
	}

	private static final class Unheard implements ConnectionEvents {

		@Override
		public void changed() {
			// Nobody waits for room
		}

		@Override
		public void retire(String reason) {
			throw new IllegalStateException(reason);
		}

		@Override
		public void draining(H2Error cause) {
			throw new IllegalStateException(cause.toString());
		}

		@Override
		public void closed() {
			throw new IllegalStateException("closed");
		}

	}

}
