package io.conpool.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.AddressResolver;
import io.conpool.time.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * What transports run on, and may share: event loops, timer and the resolver's threads,
 * all of them daemons. None of them runs before there is something to do, but one event
 * loop for Netty's DNS client. Safe for use by several threads.
 */
public final class TransportResources {

	private final EventLoops loops;

	private final WheelScheduler scheduler = new WheelScheduler();

	private final AddressResolver resolver;

	private TransportResources(EventLoops loops, AddressResolver resolver) {
		this.loops = loops;
		this.resolver = resolver;
	}

	/**
	 * Makes the event loops.
	 * @param config says which and how many, and how hosts are resolved; the rest of it
	 * is each transport's own
	 * @param resolver finds addresses, or null for the one that the configuration names;
	 * not stopped with the resources
	 * @return new resources
	 * @throws io.conpool.error.InvalidSettingException if the transport type or the
	 * resolver is not available
	 */
	public static TransportResources start(TransportConfig config, @Nullable AddressResolver resolver) {
		EventLoops loops = EventLoops.start(config);
		try {
			return new TransportResources(loops, (resolver != null) ? resolver : resolver(config.resolver(), loops));
		}
		catch (RuntimeException ex) {
			loops.stop();
			throw ex;
		}
	}

	private static OwnResolver resolver(ResolverType type, EventLoops loops) {
		return (type == ResolverType.JDK) ? new JdkAddressResolver() : DnsAddressResolver.start(loops);
	}

	/**
	 * The clock and timer of everything that runs on these resources.
	 * @return the scheduler; it is stopped with them
	 */
	public Scheduler scheduler() {
		return this.scheduler;
	}

	EventLoops loops() {
		return this.loops;
	}

	AddressResolver resolver() {
		return this.resolver;
	}

	/**
	 * Stops the threads, within two seconds in the background; connections that are still
	 * open are closed.
	 * @return completes when the event loops have ended
	 */
	public CompletionStage<Void> stop() {
		this.scheduler.stop();
		if (this.resolver instanceof OwnResolver own) {
			own.stop();
		}
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		this.loops.stop().addListener((done) -> stopped.complete(null));
		return stopped;
	}

}
