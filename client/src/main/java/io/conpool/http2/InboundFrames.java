package io.conpool.http2;

import java.nio.charset.StandardCharsets;

import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 9113 for what the peer sends, frame by frame; what passes goes to the
 * stream or to the connection. A breach is thrown as the codec's exception, which says
 * whether it is the stream's or the connection's. Confined to the connection's event
 * loop.
 */
final class InboundFrames implements Http2FrameListener {

	private static final int MAX_DEBUG_DATA = 256;

	private static final String UNASKED_PUSH = "PUSH_PROMISE although push is switched off";

	private final ConnectionLoop connection;

	private final Http2Config config;

	private final FrameBudget budget;

	private final ReceiveWindow window;

	private final WindowGrowth growth;

	private boolean settingsSeen;

	InboundFrames(ConnectionLoop connection, Http2Config config, FrameBudget budget) {
		this.connection = connection;
		this.config = config;
		this.budget = budget;
		this.window = new ReceiveWindow(config.connectionWindowSize());
		this.growth = connection.growthFrom(config.connectionWindowSize());
	}

	/** What the frame reader or a method here has found wrong with a frame. */
	void onError(Http2Exception error, byte frameType) {
		if (!(error instanceof Http2Exception.StreamException streamError)) {
			this.connection.fail(code(error.error()), String.valueOf(error.getMessage()));
		}
		else if (frameType == Http2FrameTypes.PUSH_PROMISE) {
			this.connection.fail(Http2ErrorCode.PROTOCOL_ERROR, UNASKED_PUSH);
		}
		else {
			onStreamError(streamError, frameType);
		}
	}

	private void onStreamError(Http2Exception.StreamException error, byte frameType) {
		int id = error.streamId();
		H2Stream stream = this.connection.streams().get(id);
		// Section 6.3: but for its length, PRIORITY cannot be wrong.
		boolean isIgnored = frameType == Http2FrameTypes.PRIORITY && error.error() != Http2Error.FRAME_SIZE_ERROR;
		if (!isIgnored && stream == null && this.connection.streams().isIdle(id)) {
			this.connection.fail(code(error.error()), "frame on idle stream " + id + ": " + error.getMessage());
		}
		else if (isIgnored || stream == null || stream.isEnded()) {
			if (!this.budget.spend()) {
				this.connection.fail(Http2ErrorCode.ENHANCE_YOUR_CALM, "too many malformed frames");
			}
		}
		else {
			boolean tooLarge = error instanceof Http2Exception.HeaderListSizeException;
			stream.failLocally(code(error.error()),
					tooLarge ? new H2Error.ResponseHeadersTooLarge(this.config.maxHeaderListSize())
							: new H2Error.MalformedResponse(id, String.valueOf(error.getMessage())));
		}
	}

	private static Http2ErrorCode code(Http2Error error) {
		return Http2ErrorCode.of(error.code());
	}

	/**
	 * The stream, or null for one that is over, whose frames may still be under way
	 * (section 5.1).
	 */
	private @Nullable H2Stream stream(int id, String frame) throws Http2Exception {
		requireSettings();
		H2Stream stream = this.connection.streams().get(id);
		if (stream == null && this.connection.streams().isIdle(id)) {
			throw breach(Http2Error.PROTOCOL_ERROR, frame + " on idle stream " + id);
		}
		return stream;
	}

	/** Section 3.4: the peer's preface is a SETTINGS frame. */
	private void requireSettings() throws Http2Exception {
		if (!this.settingsSeen) {
			throw breach(Http2Error.PROTOCOL_ERROR, "the first frame is not SETTINGS");
		}
	}

	private void spend(String frame) throws Http2Exception {
		if (!this.budget.spend()) {
			throw breach(Http2Error.ENHANCE_YOUR_CALM, "too many " + frame + " frames");
		}
	}

	private static Http2Exception breach(Http2Error code, String detail) {
		return Http2Exception.connectionError(code, "%s", detail);
	}

	@Override
	public int onDataRead(ChannelHandlerContext ctx, int streamId, ByteBuf data, int padding, boolean endOfStream)
			throws Http2Exception {
		H2Stream stream = stream(streamId, "DATA");
		this.connection.pings().heard();
		int size = data.readableBytes() + padding;
		if (!this.window.received(size)) {
			throw breach(Http2Error.FLOW_CONTROL_ERROR, "the connection's window was overrun");
		}
		// Granted anew at once, whoever reads the stream: one that is not read must not
		// hold up the others.
		int grant = this.window.consumed(size, this.growth);
		if (grant > 0) {
			this.connection.outbound().windowUpdate(0, grant);
		}
		if (stream == null || stream.isEnded() || (!data.isReadable() && !endOfStream)) {
			spend("DATA");
		}
		if (stream != null) {
			stream.onData(data, size, endOfStream);
		}
		return size;
	}

	@Override
	public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int padding,
			boolean endOfStream) throws Http2Exception {
		H2Stream stream = stream(streamId, "HEADERS");
		this.connection.pings().heard();
		if (stream == null || stream.isEnded()) {
			spend("HEADERS");
		}
		if (stream != null && !stream.onHeaders(headers, endOfStream)) {
			spend("informational HEADERS");
		}
	}

	@Override
	public void onHeadersRead(ChannelHandlerContext ctx, int streamId, Http2Headers headers, int streamDependency,
			short weight, boolean exclusive, int padding, boolean endOfStream) throws Http2Exception {
		onHeadersRead(ctx, streamId, headers, padding, endOfStream);
	}

	@Override
	public void onPriorityRead(ChannelHandlerContext ctx, int streamId, int streamDependency, short weight,
			boolean exclusive) throws Http2Exception {
		requireSettings();
		spend("PRIORITY");
	}

	@Override
	public void onRstStreamRead(ChannelHandlerContext ctx, int streamId, long errorCode) throws Http2Exception {
		H2Stream stream = stream(streamId, "RST_STREAM");
		if (stream == null) {
			spend("RST_STREAM");
			return;
		}
		stream.onReset(Http2ErrorCode.of(errorCode));
	}

	@Override
	public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) throws Http2Exception {
		if (this.settingsSeen) {
			spend("SETTINGS");
		}
		this.settingsSeen = true;
		if (Boolean.TRUE.equals(settings.pushEnabled())) {
			throw breach(Http2Error.PROTOCOL_ERROR, "a server must not set ENABLE_PUSH to 1");
		}
		this.connection.apply(settings);
	}

	@Override
	public void onSettingsAckRead(ChannelHandlerContext ctx) throws Http2Exception {
		requireSettings();
		if (this.connection.timers().settingsAcknowledged()) {
			this.connection.pings().settingsAcknowledged();
		}
		else {
			spend("SETTINGS");
		}
	}

	@Override
	public void onPingRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
		requireSettings();
		spend("PING");
		this.connection.outbound().pingAck(data);
	}

	@Override
	public void onPingAckRead(ChannelHandlerContext ctx, long data) throws Http2Exception {
		requireSettings();
		if (!this.connection.pings().answered(data)) {
			spend("PING");
		}
	}

	@Override
	public void onPushPromiseRead(ChannelHandlerContext ctx, int streamId, int promisedStreamId, Http2Headers headers,
			int padding) throws Http2Exception {
		throw breach(Http2Error.PROTOCOL_ERROR, UNASKED_PUSH);
	}

	@Override
	public void onGoAwayRead(ChannelHandlerContext ctx, int lastStreamId, long errorCode, ByteBuf debugData)
			throws Http2Exception {
		requireSettings();
		spend("GOAWAY");
		this.connection.peerGoesAway(lastStreamId, Http2ErrorCode.of(errorCode), printable(debugData));
	}

	private static String printable(ByteBuf data) {
		int length = Math.min(data.readableBytes(), MAX_DEBUG_DATA);
		return data.toString(data.readerIndex(), length, StandardCharsets.US_ASCII).replaceAll("[^\\x20-\\x7e]", "?");
	}

	@Override
	public void onWindowUpdateRead(ChannelHandlerContext ctx, int streamId, int increment) throws Http2Exception {
		requireSettings();
		spend("WINDOW_UPDATE");
		if (streamId == 0) {
			if (!this.connection.data().widen(increment)) {
				throw breach(Http2Error.FLOW_CONTROL_ERROR, "the connection's window exceeds 2^31-1");
			}
			return;
		}
		H2Stream stream = stream(streamId, "WINDOW_UPDATE");
		if (stream != null && !stream.writer().widenWindow(increment)) {
			stream.failLocally(Http2ErrorCode.FLOW_CONTROL_ERROR,
					new H2Error.MalformedResponse(streamId, "the stream's window exceeds 2^31-1"));
		}
	}

	@Override
	public void onUnknownFrame(ChannelHandlerContext ctx, byte frameType, int streamId, Http2Flags flags,
			ByteBuf payload) throws Http2Exception {
		requireSettings();
		spend("unknown");
	}

}
