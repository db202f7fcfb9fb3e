package io.conpool.connection.http2;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import io.conpool.connection.ConnectionHandler;
import io.conpool.connection.http2.frame.Breach;
import io.conpool.connection.http2.frame.FrameReader;
import io.conpool.error.Http2ErrorCode;
import io.conpool.http.ConnectionState;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Hands what the channel reads to the frame reader. Confined to the connection's event
 * loop.
 */
final class FrameDecoder extends ByteToMessageDecoder {

	private static final byte[] HTTP_1 = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

	private final Http2Config config;

	private final ConnectionHandler<ConnectionLoop> handler;

	private @Nullable InboundFrames inbound;

	private @Nullable FrameReader reader;

	private boolean firstBytesSeen;

	FrameDecoder(Http2Config config, ConnectionHandler<ConnectionLoop> handler) {
		this.config = config;
		this.handler = handler;
	}

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
		this.handler.arrived(((ByteBuf) message).readableBytes());
		super.channelRead(ctx, message);
	}

	@Override
	protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
		if (isOver(in)) {
			in.skipBytes(in.readableBytes());
			return;
		}
		InboundFrames frames = this.inbound;
		FrameReader current = this.reader;
		if (frames == null || current == null) {
			frames = new InboundFrames(this.handler.connection(), this.config);
			current = new FrameReader(this.config.maxFrameSize(), this.config.maxHeaderListSize(),
					this.config.headerTableSize(), frames);
			this.inbound = frames;
			this.reader = current;
		}
		try {
			current.read(in);
		}
		catch (Breach breach) {
			frames.onBreach(breach);
		}
	}

	/**
	 * Nothing is read from a connection that is closed, nor from a peer that speaks
	 * something else.
	 */
	private boolean isOver(ByteBuf in) {
		ConnectionLoop connection = this.handler.connection();
		if (!this.firstBytesSeen && in.readableBytes() >= HTTP_1.length) {
			this.firstBytesSeen = true;
			byte[] first = ByteBufUtil.getBytes(in, in.readerIndex(), HTTP_1.length);
			if (Arrays.equals(first, HTTP_1)) {
				connection.fail(Http2ErrorCode.PROTOCOL_ERROR, "the server answers in HTTP/1");
			}
		}
		return connection.status().is(ConnectionState.CLOSED);
	}

}
