package io.conpool.benchmarks.server;

import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One connection: cuts what arrives into frames (RFC 9113 section 4.1), gives what they
 * ask for to {@link Streams}, and sends all that a burst has brought about with one
 * flush. A client that asks for the upgrade from HTTP/1.1 gets it (RFC 7540 section 3.2),
 * since the JDK's client knows no other way without TLS; one that does not is answered in
 * HTTP/1.1, as long as its requests have no content. Confined to the connection's event
 * loop.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter {

	private static final int HEAD = 9;

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] END_OF_HTTP1_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] H2C = "h2c".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] SWITCHING = """
			HTTP/1.1 101 Switching Protocols\r
			Connection: Upgrade\r
			Upgrade: h2c\r
			\r
			""".getBytes(StandardCharsets.US_ASCII);

	private final Content content;

	private @Nullable Streams streams;

	private @Nullable ByteBuf rest;

	private boolean upgraded;

	private boolean begun;

	FrameHandler(Content content) {
		this.content = content;
	}

	@Override
	public void channelActive(ChannelHandlerContext context) {
		this.streams = new Streams(context, this.content);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		ByteBuf arrived = (ByteBuf) message;
		ByteBuf bytes = arrived;
		if (this.rest != null) {
			bytes = this.rest.writeBytes(arrived);
			arrived.release();
			this.rest = null;
		}
		while (this.begun ? frame(bytes) : begin(bytes)) {
			// as long as there are whole frames
		}
		if (bytes.isReadable()) {
			this.rest = context.alloc().buffer(Math.max(64 * 1024, bytes.readableBytes())).writeBytes(bytes);
		}
		bytes.release();
	}

	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		streams().flush();
	}

	private Streams streams() {
		if (this.streams == null) {
			throw new IllegalStateException("not active");
		}
		return this.streams;
	}

	private boolean begin(ByteBuf bytes) {
		if (bytes.readableBytes() < PREFACE.length) {
			return false;
		}
		if (ByteBufUtil.equals(bytes, bytes.readerIndex(), Unpooled.wrappedBuffer(PREFACE), 0, PREFACE.length)) {
			bytes.skipBytes(PREFACE.length);
			this.begun = true;
			if (!this.upgraded) {
				streams().sendSettings();
			}
			return true;
		}
		int end = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(END_OF_HTTP1_HEAD), bytes);
		if (end < 0) {
			return false;
		}
		boolean upgrade = ByteBufUtil.indexOf(Unpooled.wrappedBuffer(H2C),
				bytes.slice(bytes.readerIndex(), end - bytes.readerIndex())) >= 0;
		bytes.readerIndex(end + END_OF_HTTP1_HEAD.length);
		if (!upgrade) {
			streams().sendRaw(this.content.http1());
			return true;
		}
		this.upgraded = true;
		streams().sendRaw(SWITCHING);
		streams().sendSettings();
		streams().requestBegan(1, true);
		return true;
	}

	private boolean frame(ByteBuf bytes) {
		if (bytes.readableBytes() < HEAD) {
			return false;
		}
		int head = bytes.readerIndex();
		int length = bytes.getUnsignedMedium(head);
		if (bytes.readableBytes() < HEAD + length) {
			return false;
		}
		int payload = head + HEAD;
		int flags = bytes.getByte(head + 4);
		int stream = bytes.getInt(head + 5) & Integer.MAX_VALUE;
		switch (bytes.getByte(head + 3)) {
			case Frames.DATA -> streams().contentArrived(stream, length, (flags & Frames.END_STREAM) != 0);
			case Frames.HEADERS -> streams().requestBegan(stream, (flags & Frames.END_STREAM) != 0);
			case Frames.RST_STREAM -> streams().reset(stream);
			case Frames.SETTINGS -> settings(bytes, payload, length, flags);
			case Frames.PING -> ping(bytes, payload, flags);
			case Frames.WINDOW_UPDATE -> streams().windowGrew(stream, bytes.getInt(payload) & Integer.MAX_VALUE);
			default -> {
				// Nothing that an answer depends on
			}
		}
		bytes.readerIndex(payload + length);
		return true;
	}

	private void settings(ByteBuf bytes, int payload, int length, int flags) {
		if ((flags & Frames.ACK) != 0) {
			return;
		}
		for (int at = payload; at < payload + length; at += 6) {
			streams().setting(bytes.getUnsignedShort(at), bytes.getInt(at + 2));
		}
		streams().acknowledgeSettings();
	}

	private void ping(ByteBuf bytes, int payload, int flags) {
		if ((flags & Frames.ACK) == 0) {
			streams().answerPing(bytes.getLong(payload));
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.rest != null) {
			this.rest.release();
			this.rest = null;
		}
		streams().close();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
