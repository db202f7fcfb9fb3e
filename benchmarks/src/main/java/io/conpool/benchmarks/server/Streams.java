package io.conpool.benchmarks.server;

import java.util.ArrayDeque;
import java.util.Queue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.collection.IntObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests and responses of one connection. A request without content, whose response
 * the windows have room for, leaves no trace: it is answered at once. All others are kept
 * until they have ended. Confined to the connection's event loop.
 */
final class Streams {

	// Of requests' content, for a stream and for the connection
	private static final int RECEIVE_WINDOW = 1024 * 1024;

	// Up to this size content is copied behind its frame's head
	private static final int COPIED = 1024;

	private final ChannelHandlerContext context;

	private final Content content;

	private final IntObjectHashMap<OpenStream> open = new IntObjectHashMap<>();

	private final Queue<OpenStream> held = new ArrayDeque<>();

	private @Nullable ByteBuf out;

	private boolean indexed;

	private long connectionWindow = Frames.DEFAULT_WINDOW;

	private int initialWindow = Frames.DEFAULT_WINDOW;

	private int receivedOnConnection;

	Streams(ChannelHandlerContext context, Content content) {
		this.context = context;
		this.content = content;
	}

	void sendSettings() {
		ByteBuf frame = frame(12, Frames.SETTINGS, 0, 0);
		frame.writeShort(Frames.MAX_CONCURRENT_STREAMS).writeInt(this.content.maxStreams());
		frame.writeShort(Frames.INITIAL_WINDOW_SIZE).writeInt(RECEIVE_WINDOW);
		frame(4, Frames.WINDOW_UPDATE, 0, 0).writeInt(RECEIVE_WINDOW - Frames.DEFAULT_WINDOW);
	}

	void sendRaw(byte[] bytes) {
		buffer(bytes.length).writeBytes(bytes);
	}

	void setting(int id, int value) {
		if (id == Frames.INITIAL_WINDOW_SIZE) {
			int change = value - this.initialWindow;
			this.initialWindow = value;
			this.open.values().forEach((stream) -> stream.window += change);
		}
		else if (id == Frames.HEADER_TABLE_SIZE && value < 4096) {
			throw new IllegalArgumentException("The server's header blocks need a table of 4,096 bytes");
		}
	}

	void acknowledgeSettings() {
		frame(0, Frames.SETTINGS, Frames.ACK, 0);
		sendHeld();
	}

	void answerPing(long payload) {
		frame(8, Frames.PING, Frames.ACK, 0).writeLong(payload);
	}

	void requestBegan(int id, boolean ended) {
		if (!ended) {
			// Trailers come here, too: they end the stream
			this.open.put(id, new OpenStream(id, this.initialWindow));
			return;
		}
		OpenStream stream = this.open.get(id);
		if (stream != null) {
			answer(stream);
			return;
		}
		int size = this.content.size();
		if (size <= Frames.MAX_FRAME_SIZE && size <= this.initialWindow && size <= this.connectionWindow
				&& this.held.isEmpty()) {
			this.connectionWindow -= size;
			sendHeaders(id);
			sendContent(id, 0, size);
		}
		else {
			stream = new OpenStream(id, this.initialWindow);
			this.open.put(id, stream);
			answer(stream);
		}
	}

	void contentArrived(int id, int length, boolean ended) {
		this.receivedOnConnection += length;
		if (this.receivedOnConnection >= RECEIVE_WINDOW / 2) {
			frame(4, Frames.WINDOW_UPDATE, 0, 0).writeInt(this.receivedOnConnection);
			this.receivedOnConnection = 0;
		}
		OpenStream stream = this.open.get(id);
		if (stream == null) {
			return;
		}
		stream.received += length;
		if (ended) {
			answer(stream);
		}
		else if (stream.received >= RECEIVE_WINDOW / 2) {
			frame(4, Frames.WINDOW_UPDATE, 0, id).writeInt(stream.received);
			stream.received = 0;
		}
	}

	void reset(int id) {
		OpenStream stream = this.open.remove(id);
		if (stream != null) {
			this.held.remove(stream);
		}
	}

	void windowGrew(int id, int by) {
		if (id == 0) {
			this.connectionWindow += by;
			sendHeld();
			return;
		}
		OpenStream stream = this.open.get(id);
		if (stream != null) {
			stream.window += by;
			sendHeld();
		}
	}

	private void answer(OpenStream stream) {
		sendHeaders(stream.id);
		this.held.add(stream);
		sendHeld();
	}

	// As far as the windows let it, one frame per stream in turn
	private void sendHeld() {
		int stuck = 0;
		while (stuck < this.held.size() && this.connectionWindow > 0) {
			OpenStream stream = this.held.remove();
			int left = this.content.size() - stream.sent;
			int length = (int) Math.min(Math.min(left, Frames.MAX_FRAME_SIZE),
					Math.min(stream.window, this.connectionWindow));
			if (length <= 0) {
				this.held.add(stream);
				stuck++;
				continue;
			}
			stuck = 0;
			this.connectionWindow -= length;
			stream.window -= length;
			sendContent(stream.id, stream.sent, length);
			stream.sent += length;
			if (length == left) {
				this.open.remove(stream.id);
			}
			else {
				this.held.add(stream);
			}
		}
	}

	private void sendHeaders(int id) {
		HeaderBlocks blocks = this.content.headers();
		byte[] block = this.indexed ? blocks.later() : blocks.first();
		this.indexed = true;
		frame(block.length, Frames.HEADERS, Frames.END_HEADERS, id).writeBytes(block);
	}

	private void sendContent(int id, int from, int length) {
		boolean last = from + length == this.content.size();
		ByteBuf head = frame(length, Frames.DATA, last ? Frames.END_STREAM : 0, id);
		if (length <= COPIED) {
			this.content.copy(from, length, head);
		}
		else {
			write();
			this.context.write(this.content.slice(from, length), this.context.voidPromise());
		}
	}

	// Room for its payload follows
	private ByteBuf frame(int length, int type, int flags, int id) {
		return buffer(9 + Math.min(length, COPIED)).writeMedium(length).writeByte(type).writeByte(flags).writeInt(id);
	}

	private ByteBuf buffer(int size) {
		if (this.out != null && this.out.writableBytes() < size) {
			write();
		}
		if (this.out == null) {
			this.out = this.context.alloc().directBuffer(Math.max(size, 32 * 1024));
		}
		return this.out;
	}

	private void write() {
		if (this.out != null) {
			this.context.write(this.out, this.context.voidPromise());
			this.out = null;
		}
	}

	void flush() {
		write();
		this.context.flush();
	}

	void close() {
		if (this.out != null) {
			this.out.release();
			this.out = null;
		}
	}

	private static final class OpenStream {

		private final int id;

		private long window;

		private int sent;

		private int received;

		OpenStream(int id, int window) {
			this.id = id;
			this.window = window;
		}

	}

}
