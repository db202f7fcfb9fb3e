package io.conpool.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A relay on this host that makes the way to a server long: what it takes in it passes on
 * after a delay, and at no more than a given rate. It holds as many bytes as the two ends
 * leave under way.
 */
public final class LongWay implements Closeable {

	private static final int CHUNK = 64 * 1024;

	private static final byte[] END = new byte[0];

	private record Parcel(byte[] bytes, long dueNanos) {
	}

	private interface Step {

		void run() throws IOException, InterruptedException;

	}

	private final ServerSocket entrance;

	private final int port;

	private final long delayNanos;

	private final double nanosPerByte;

	/**
	 * Opens the way.
	 * @param port where it leads, on this host
	 * @param delay how long it takes, in one direction
	 * @param bytesPerSecond its bandwidth, in each direction
	 */
	public LongWay(int port, Duration delay, long bytesPerSecond) throws IOException {
		this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		this.port = port;
		this.delayNanos = delay.toNanos();
		this.nanosPerByte = 1e9 / bytesPerSecond;
		start(this::accept);
	}

	public int port() {
		return this.entrance.getLocalPort();
	}

	private static void start(Step step) {
		Thread thread = new Thread(() -> {
			try {
				step.run();
			}
			catch (IOException | InterruptedException ex) {
				// One of the ends has closed.
			}
		}, "long-way");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() throws IOException {
		while (true) {
			Socket near = this.entrance.accept();
			Socket far = new Socket(InetAddress.getLoopbackAddress(), this.port);
			near.setTcpNoDelay(true);
			far.setTcpNoDelay(true);
			connect(near, far);
			connect(far, near);
		}
	}

	private void connect(Socket from, Socket to) {
		BlockingQueue<Parcel> underWay = new LinkedBlockingQueue<>();
		start(() -> takeIn(from.getInputStream(), underWay));
		start(() -> passOn(underWay, to));
	}

	private void takeIn(InputStream in, BlockingQueue<Parcel> underWay) throws IOException {
		byte[] chunk = new byte[CHUNK];
		long free = System.nanoTime();
		try {
			for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
				free = Math.max(free, System.nanoTime()) + (long) (read * this.nanosPerByte);
				underWay.add(new Parcel(Arrays.copyOf(chunk, read), free + this.delayNanos));
			}
		}
		finally {
			underWay.add(new Parcel(END, System.nanoTime() + this.delayNanos));
		}
	}

	private static void passOn(BlockingQueue<Parcel> underWay, Socket to) throws IOException, InterruptedException {
		try (to) {
			OutputStream out = to.getOutputStream();
			for (Parcel next = underWay.take(); next.bytes() != END; next = underWay.take()) {
				for (long left = left(next); left > 0; left = left(next)) {
					LockSupport.parkNanos(left);
				}
				out.write(next.bytes());
			}
		}
	}

	private static long left(Parcel parcel) {
		return parcel.dueNanos() - System.nanoTime();
	}

	@Override
	public void close() throws IOException {
		this.entrance.close();
	}

}
