package io.conpool.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;

/**
 * Refuses a TLS 1.2 renegotiation as RFC 9113 section 9.2.1 asks for: the engines allow
 * one. It stands before them and sees the types of records, which are never encrypted in
 * TLS 1.2: behind ChangeCipherSpec there is one handshake record, Finished, and another
 * one is the server's wish to renegotiate. In TLS 1.3 there is at most one, the
 * ServerHello behind a HelloRetryRequest. Confined to the channel's event loop.
 */
final class RenegotiationGuard extends ChannelInboundHandlerAdapter {

	private static final int HEADER_LENGTH = 5;

	private static final int CHANGE_CIPHER_SPEC = 20;

	private static final int HANDSHAKE = 22;

	// Of the current record: how much of the header was seen, and how many bytes are
	// left.
	private int headerSeen;

	private int left;

	private boolean cipherChanged;

	private boolean finished;

	private boolean refused;

	@Override
	public void channelRead(ChannelHandlerContext ctx, Object message) {
		if (this.refused || !isLegal((ByteBuf) message)) {
			ReferenceCountUtil.release(message);
			refuse(ctx);
		}
		else {
			ctx.fireChannelRead(message);
		}
	}

	private void refuse(ChannelHandlerContext ctx) {
		if (!this.refused) {
			this.refused = true;
			ctx.fireExceptionCaught(Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR,
					"the server asks for a TLS renegotiation (RFC 9113 section 9.2.1)"));
			ctx.close();
		}
	}

	private boolean isLegal(ByteBuf bytes) {
		int index = bytes.readerIndex();
		while (index < bytes.writerIndex()) {
			if (this.headerSeen == HEADER_LENGTH && this.left > 0) {
				int skipped = Math.min(this.left, bytes.writerIndex() - index);
				this.left -= skipped;
				index += skipped;
			}
			else {
				if (!headerByte(bytes.getUnsignedByte(index))) {
					return false;
				}
				index++;
			}
		}
		return true;
	}

	private boolean headerByte(int value) {
		if (this.headerSeen == HEADER_LENGTH) {
			this.headerSeen = 0;
		}
		this.headerSeen++;
		if (this.headerSeen == 1) {
			return isLegalType(value);
		}
		if (this.headerSeen >= HEADER_LENGTH - 1) {
			this.left = (this.headerSeen == HEADER_LENGTH) ? this.left << 8 | value : value;
		}
		return true;
	}

	private boolean isLegalType(int type) {
		if (type == CHANGE_CIPHER_SPEC) {
			this.cipherChanged = true;
		}
		if (type != HANDSHAKE || !this.cipherChanged) {
			return true;
		}
		boolean first = !this.finished;
		this.finished = true;
		return first;
	}

}
