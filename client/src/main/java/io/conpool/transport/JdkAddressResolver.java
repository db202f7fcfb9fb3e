package io.conpool.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Asks the JDK, which blocks: on threads of its own, four at most, which end when there
 * is nothing to ask. Safe for use by several threads.
 */
final class JdkAddressResolver implements OwnResolver {

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(4, 4, 10, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), new DefaultThreadFactory("conpool-h2-dns", true));

	JdkAddressResolver() {
		this.threads.allowCoreThreadTimeOut(true);
	}

	@Override
	public CompletionStage<List<InetAddress>> resolve(String host) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return List.of(InetAddress.getAllByName(host));
			}
			catch (UnknownHostException ex) {
				throw new CompletionException(ex);
			}
		}, this.threads);
	}

	@Override
	public void stop() {
		this.threads.shutdownNow();
	}

}
