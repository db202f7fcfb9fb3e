package io.conpool.connection.http2;

import java.nio.charset.StandardCharsets;

import io.conpool.connection.http2.frame.Breach;
import io.conpool.connection.http2.frame.FrameFormat;
import io.conpool.connection.http2.frame.FrameHandler;
import io.conpool.connection.http2.frame.HeaderList;
import io.conpool.connection.http2.peer.Account;
import io.conpool.error.H2Error;
import io.conpool.error.Http2ErrorCode;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The rules of RFC 9113 for what the peer sends, frame by frame; what passes goes to the
 * stream or to the connection. Confined to the connection's event loop.
 */
final class InboundFrames implements FrameHandler {

	private static final int MAX_DEBUG_DATA = 256;

	private final ConnectionLoop connection;

	private final Account account;

	private final ReceiveWindow window;

	private final WindowGrowth growth;

	private boolean settingsSeen;

	// Of the DATA frame whose content arrives; null if that stream is over.
	private @Nullable H2Stream receiving;

	InboundFrames(ConnectionLoop connection, Http2Config config) {
		this.connection = connection;
		this.account = connection.account();
		this.window = new ReceiveWindow(config.connectionWindowSize());
		this.growth = connection.growthFrom(config.connectionWindowSize());
	}

	/** What the frame reader or a method here has found wrong with a frame. */
	void onBreach(Breach breach) {
		if (breach.isOfConnection()) {
			this.connection.fail(breach.code(), breach.detail());
			return;
		}
		int id = breach.streamId();
		H2Stream stream = this.connection.streams().get(id);
		if (stream == null && this.connection.streams().isIdle(id)) {
			this.connection.fail(breach.code(), "frame on idle stream " + id + ": " + breach.detail());
		}
		else if (stream == null || stream.isEnded()) {
			if (!this.account.late("malformed")) {
				this.connection.fail(Http2ErrorCode.ENHANCE_YOUR_CALM, this.account.breach());
			}
		}
		else {
			stream.failLocally(breach.code(), new H2Error.MalformedResponse(id, breach.detail()));
		}
	}

	/**
	 * The stream, or null for one that is over, whose frames may still be under way
	 * (section 5.1).
	 */
	private @Nullable H2Stream stream(int id, String frame) throws Breach {
		requireSettings();
		H2Stream stream = this.connection.streams().get(id);
		if (stream == null && this.connection.streams().isIdle(id)) {
			throw Breach.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, frame + " on idle stream " + id);
		}
		return stream;
	}

	/** Section 3.4: the peer's preface is a SETTINGS frame. */
	private void requireSettings() throws Breach {
		if (!this.settingsSeen) {
			throw Breach.ofConnection(Http2ErrorCode.PROTOCOL_ERROR, "the first frame is not SETTINGS");
		}
	}

	private void require(boolean covered) throws Breach {
		if (!covered) {
			throw Breach.ofConnection(Http2ErrorCode.ENHANCE_YOUR_CALM, this.account.breach());
		}
	}

	@Override
	public void onData(int streamId, int content, boolean endStream) throws Breach {
		H2Stream stream = stream(streamId, "DATA");
		this.connection.pings().heard();
		if (stream == null || stream.isEnded()) {
			require(this.account.lateContent(content));
		}
		else if (content == 0 && !endStream) {
			require(this.account.useless("empty DATA"));
		}
		else {
			this.account.received(content);
		}
		this.receiving = stream;
	}

	@Override
	public void onContent(ByteBuf in, int content, int padding, boolean endStream) throws Breach {
		int size = content + padding;
		if (!this.window.received(size)) {
			throw Breach.ofConnection(Http2ErrorCode.FLOW_CONTROL_ERROR, "the connection's window was overrun");
		}
		// Granted anew at once, whoever reads the stream: one that is not read must not
		// hold up the others.
		int grant = this.window.consumed(size, this.growth);
		if (grant > 0) {
			this.connection.frames().windowUpdate(0, grant);
		}
		if (this.receiving != null) {
			this.receiving.onContent(in, content, padding, endStream);
		}
	}

	@Override
	public void onHeaders(int streamId, HeaderList fields, boolean endStream) throws Breach {
		H2Stream stream = stream(streamId, "HEADERS");
		this.connection.pings().heard();
		if (stream == null || stream.isEnded()) {
			require(this.account.late("HEADERS"));
		}
		if (stream != null) {
			stream.onHeaders(fields, endStream);
		}
	}

	@Override
	public void onPriority() throws Breach {
		requireSettings();
		require(this.account.useless("PRIORITY"));
	}

	@Override
	public void onReset(int streamId, long errorCode) throws Breach {
		H2Stream stream = stream(streamId, "RST_STREAM");
		if (stream == null) {
			require(this.account.late("RST_STREAM"));
			return;
		}
		stream.onReset(Http2ErrorCode.of(errorCode));
	}

	/** They take effect in their order, and together (section 6.5.3). */
	@Override
	public void onSettings(ByteBuf in, int number) throws Breach {
		boolean again = this.settingsSeen;
		this.settingsSeen = true;
		PeerSettings settings = this.connection.status().peerSettings();
		for (int i = 0; i < number; i++) {
			int id = in.readUnsignedShort();
			long value = in.readUnsignedInt();
			settings = settings.with(id, value);
			if (id == FrameFormat.HEADER_TABLE_SIZE) {
				// Also one that the same frame changes again has to be announced.
				this.connection.frames().tableSize(value);
			}
		}
		this.connection.apply(settings);
		if (again) {
			require(this.account.answered("SETTINGS", FrameFormat.HEADER_LENGTH));
		}
	}

	@Override
	public void onSettingsAck() throws Breach {
		requireSettings();
		if (this.connection.timers().settingsAcknowledged()) {
			this.connection.pings().settingsAcknowledged();
		}
		else {
			require(this.account.useless("SETTINGS"));
		}
	}

	@Override
	public void onPing(long data) throws Breach {
		requireSettings();
		this.connection.frames().pingAck(data);
		require(this.account.answered("PING", FrameFormat.HEADER_LENGTH + Long.BYTES));
	}

	@Override
	public void onPingAck(long data) throws Breach {
		requireSettings();
		if (!this.connection.pings().answered(data)) {
			require(this.account.useless("PING"));
		}
	}

	@Override
	public void onGoAway(int lastStreamId, long errorCode, ByteBuf debugData) throws Breach {
		require(this.account.useless("GOAWAY"));
		this.connection.peerGoesAway(lastStreamId, errorCode, printable(debugData));
	}

	private static String printable(ByteBuf data) {
		int length = Math.min(data.readableBytes(), MAX_DEBUG_DATA);
		return data.toString(data.readerIndex(), length, StandardCharsets.US_ASCII).replaceAll("[^\\x20-\\x7e]", "?");
	}

	@Override
	public void onWindowUpdate(int streamId, int increment) throws Breach {
		requireSettings();
		if (streamId == 0) {
			require(this.account.windowUpdate(true, increment));
			if (!this.connection.data().widen(increment)) {
				throw Breach.ofConnection(Http2ErrorCode.FLOW_CONTROL_ERROR, "the connection's window exceeds 2^31-1");
			}
			return;
		}
		H2Stream stream = stream(streamId, "WINDOW_UPDATE");
		if (stream == null || stream.isEnded()) {
			require(this.account.lateWindowUpdate(increment));
			return;
		}
		require(this.account.windowUpdate(false, increment));
		if (stream.isSending() && !stream.writer().widenWindow(increment)) {
			stream.failLocally(Http2ErrorCode.FLOW_CONTROL_ERROR,
					new H2Error.MalformedResponse(streamId, "the stream's window exceeds 2^31-1"));
		}
	}

	@Override
	public void onUnknown() throws Breach {
		requireSettings();
		require(this.account.useless("unknown"));
	}

}
