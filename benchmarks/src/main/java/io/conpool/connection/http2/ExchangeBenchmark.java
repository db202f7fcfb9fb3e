package io.conpool.connection.http2;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.conpool.error.H2Error;
import io.conpool.http.ContentBytes;
import io.conpool.http.ContentReceiver;
import io.conpool.http.ContentSource;
import io.conpool.http.ExchangeObserver;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import io.conpool.http.HttpHeaders;
import io.conpool.http.RequestBody;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a connection does for a request and for a response, in bursts of a hundred, and
 * for content, without a socket.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ExchangeBenchmark {

	private static final int BURST = 100;

	private static final int FRAME = 16 * 1024;

	private static final int FRAMES = 64;

	/** Frames out: header rules, field block, HEADERS. */
	@Benchmark
	@OperationsPerInvocation(BURST)
	public void requestsOut(Unanswered streams) {
		streams.send();
	}

	/** Frames in: HEADERS, DATA, response. */
	@Benchmark
	@OperationsPerInvocation(BURST)
	public void responsesIn(Answered streams) {
		streams.receive();
	}

	/**
	 * DATA in frames of 16 KiB, which is used up at once, so that windows are refilled.
	 */
	@Benchmark
	@OperationsPerInvocation(FRAMES)
	public void contentIn(Download download) {
		download.receive();
	}

	/** DATA in frames of 16 KiB, which the windows have room for. */
	@Benchmark
	@OperationsPerInvocation(FRAMES)
	public void contentOut(Upload upload) {
		upload.send();
	}

	/** Streams, opened a hundred at a time. */
	abstract static class Streams {

		final MemoryConnection connection = new MemoryConnection();

		private final H2Request request = H2Request.get("http://localhost/hello").build();

		private final Observer observer = new Observer();

		final void open() {
			for (int i = 0; i < BURST; i++) {
				this.connection.connection().exchange(this.request, this.observer);
			}
			this.connection.send();
		}

		final ByteBuf responses() {
			ByteBuf burst = this.connection.allocate();
			int newest = this.connection.connection().lastStreamId();
			for (int id = newest - 2 * BURST + 2; id <= newest; id += 2) {
				this.connection.writeResponse(burst, id);
			}
			return burst;
		}

		final void requireAnswered() {
			if (this.connection.connection().openStreams() != 0) {
				throw new IllegalStateException(this.connection.connection().openStreams() + " streams are open");
			}
		}

	}

	/** Streams are opened while it is measured, and answered before the next time. */
	@State(Scope.Thread)
	public static class Unanswered extends Streams {

		void send() {
			open();
		}

		/** Answers the requests. */
		@TearDown(Level.Invocation)
		public void answer() {
			this.connection.receive(responses());
			requireAnswered();
		}

	}

	/** Streams are opened before, and answered while it is measured. */
	@State(Scope.Thread)
	public static class Answered extends Streams {

		private @Nullable ByteBuf burst;

		/** Sends the requests. */
		@Setup(Level.Invocation)
		public void request() {
			open();
			this.burst = responses();
		}

		void receive() {
			if (this.burst != null) {
				this.connection.receive(this.burst);
				this.burst = null;
			}
		}

		/** Looks whether all requests were answered. */
		@TearDown(Level.Invocation)
		public void check() {
			requireAnswered();
		}

	}

	/** A response that has no end. */
	@State(Scope.Thread)
	public static class Download {

		private final MemoryConnection connection = new MemoryConnection();

		private final Reader reader = new Reader();

		private final int id;

		private @Nullable ByteBuf burst;

		/** Begins the response. */
		public Download() {
			this.connection.connection().exchange(H2Request.get("http://localhost/large").build(), this.reader);
			this.connection.send();
			this.id = this.connection.connection().lastStreamId();
			ByteBuf head = this.connection.allocate();
			MemoryConnection.writeFrameHead(head, 1, 1, 4, this.id);
			head.writeByte(0x88);
			this.connection.receive(head);
		}

		/** Prepares what the peer sends. */
		@Setup(Level.Invocation)
		public void prepare() {
			ByteBuf frames = this.connection.allocate();
			for (int i = 0; i < FRAMES; i++) {
				MemoryConnection.writeFrameHead(frames, FRAME, 0, 0, this.id);
				frames.writeZero(FRAME);
			}
			this.burst = frames;
		}

		void receive() {
			if (this.burst != null) {
				this.connection.receive(this.burst);
				this.burst = null;
			}
		}

		/** Looks whether all of it has arrived. */
		@TearDown(Level.Invocation)
		public void check() {
			this.reader.require(FRAMES * FRAME);
		}

	}

	/** Requests with much content, which the peer has always room for. */
	@State(Scope.Thread)
	public static class Upload {

		private final MemoryConnection connection = new MemoryConnection();

		private final H2Request request = H2Request
			.post("http://localhost/large", RequestBody.bytes(new byte[FRAMES * FRAME]))
			.build();

		private final Observer observer = new Observer();

		/** Widens the windows. */
		public Upload() {
			ByteBuf settings = this.connection.allocate();
			MemoryConnection.writeFrameHead(settings, 6, 4, 0, 0);
			settings.writeShort(4).writeInt(FRAMES * FRAME);
			this.connection.receive(settings);
			grant(FRAMES * FRAME - 65_535);
		}

		private void grant(int bytes) {
			ByteBuf update = this.connection.allocate();
			MemoryConnection.writeFrameHead(update, 4, 8, 0, 0);
			update.writeInt(bytes);
			this.connection.receive(update);
		}

		void send() {
			this.connection.connection().exchange(this.request, this.observer);
			this.connection.send();
		}

		/** Answers, and widens the connection's window again. */
		@TearDown(Level.Invocation)
		public void answer() {
			ByteBuf answer = this.connection.allocate();
			this.connection.writeResponse(answer, this.connection.connection().lastStreamId());
			this.connection.receive(answer);
			grant(FRAMES * FRAME);
			if (this.connection.connection().openStreams() != 0) {
				throw new IllegalStateException("not answered");
			}
		}

	}

	private static class Observer implements ExchangeObserver {

		@Override
		public void onClosed() {
			// Nothing to give back
		}

		@Override
		public Executor executor() {
			return Runnable::run;
		}

		@Override
		public void onResponse(H2Response response) {
			if (response.body().length != 100) {
				throw new IllegalStateException(response.toString());
			}
		}

		@Override
		public void onFailure(H2Error error) {
			throw error.asException();
		}

	}

	private static final class Reader extends Observer implements ContentReceiver {

		private @Nullable ContentSource source;

		private int received;

		@Override
		public ContentReceiver onHead(int status, HttpHeaders headers, ContentSource origin) {
			this.source = origin;
			return this;
		}

		@Override
		public void onContent(int length, ContentBytes content) {
			// A reader gets a copy.
			content.read(new byte[length], 0, length);
			this.received += length;
			if (this.source != null) {
				this.source.consumed(length);
			}
		}

		void require(int expected) {
			if (this.received != expected) {
				throw new IllegalStateException(this.received + " bytes");
			}
			this.received = 0;
		}

		@Override
		public void onEnd(HttpHeaders trailers) {
			throw new IllegalStateException("has no end");
		}

		@Override
		public void onError(H2Error error) {
			throw error.asException();
		}

	}

}
