package io.conpool.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.conpool.time.Scheduler;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import org.jspecify.annotations.Nullable;

/**
 * Tries addresses until one connects (RFC 8305 section 5): the next one is tried when the
 * last one has failed or has kept silent for a delay, and those under way go on. The
 * first to connect wins, the others are closed. Confined to the event loop of its
 * channels.
 */
final class ConnectRace {

	/** Is told how the race goes, on the event loop. */
	interface Listener {

		/** One address is connected; the race is over. */
		void won(InetAddress address, Channel channel);

		/**
		 * An address has failed, or one that was tried later was faster, or nothing had
		 * come of it when the race was stopped.
		 */
		void failed(InetAddress address);

		/** Every address has failed; the race is over. */
		void lost(Throwable last);

	}

	private final Iterator<InetAddress> untried;

	private final Function<InetAddress, ChannelFuture> connect;

	private final Duration delay;

	private final Scheduler scheduler;

	private final Executor loop;

	private final Listener listener;

	// In the order in which they were begun.
	private final Map<InetAddress, Channel> underWay = new LinkedHashMap<>();

	private Scheduler.Task next = () -> {
	};

	private boolean over;

	/**
	 * Makes a race.
	 * @param addresses each once, in the order in which they are to be tried
	 * @param connect begins to connect to an address
	 * @param delay how long the last one is waited for before the next is tried
	 * @param scheduler gives the time
	 * @param loop the channels' event loop
	 * @param listener is told
	 */
	ConnectRace(List<InetAddress> addresses, Function<InetAddress, ChannelFuture> connect, Duration delay,
			Scheduler scheduler, Executor loop, Listener listener) {
		this.untried = addresses.iterator();
		this.connect = connect;
		this.delay = delay;
		this.scheduler = scheduler;
		this.loop = loop;
		this.listener = listener;
	}

	void start() {
		tryNext();
	}

	private void tryNext() {
		if (this.over || !this.untried.hasNext()) {
			return;
		}
		InetAddress address = this.untried.next();
		ChannelFuture connecting = this.connect.apply(address);
		this.underWay.put(address, connecting.channel());
		if (this.untried.hasNext()) {
			this.next = this.scheduler.schedule(() -> this.loop.execute(this::tryNext), this.delay);
		}
		connecting.addListener((done) -> ended(address, connecting.channel(), done.cause()));
	}

	private void ended(InetAddress address, Channel channel, @Nullable Throwable cause) {
		if (this.over) {
			channel.close();
		}
		else if (cause == null) {
			win(address, channel);
		}
		else {
			this.underWay.remove(address);
			this.listener.failed(address);
			fallBack(cause);
		}
	}

	private void win(InetAddress winner, Channel channel) {
		end();
		boolean overtaken = true;
		for (Map.Entry<InetAddress, Channel> other : this.underWay.entrySet()) {
			if (other.getKey().equals(winner)) {
				overtaken = false;
				continue;
			}
			if (overtaken) {
				this.listener.failed(other.getKey());
			}
			other.getValue().close();
		}
		this.listener.won(winner, channel);
	}

	private void fallBack(Throwable cause) {
		if (this.untried.hasNext()) {
			this.next.cancel();
			tryNext();
		}
		else if (this.underWay.isEmpty()) {
			end();
			this.listener.lost(cause);
		}
	}

	private void end() {
		this.over = true;
		this.next.cancel();
	}

	/** There is no time left. */
	void stop() {
		if (!this.over) {
			end();
			this.underWay.forEach((address, channel) -> {
				this.listener.failed(address);
				channel.close();
			});
		}
	}

}
