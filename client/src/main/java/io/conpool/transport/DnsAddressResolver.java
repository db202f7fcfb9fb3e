package io.conpool.transport;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.error.InvalidSettingException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;

/**
 * Asks name servers by Netty's DNS client, for both families of addresses at once, over
 * UDP and where an answer is too long over TCP. Answers are kept for as long as they say.
 * Safe for use by several threads.
 */
final class DnsAddressResolver implements OwnResolver {

	private final DnsNameResolver resolver;

	DnsAddressResolver(EventLoops loops, DnsServerAddressStreamProvider servers) {
		this.resolver = new DnsNameResolverBuilder(loops.group().next()).datagramChannelType(loops.datagramType())
			.socketChannelType(loops.channelType())
			.nameServerProvider(servers)
			.build();
	}

	/** One that asks the system's name servers. */
	static DnsAddressResolver start(EventLoops loops) {
		try {
			return new DnsAddressResolver(loops, DnsServerAddressStreamProviders.platformDefault());
		}
		catch (LinkageError ex) {
			throw (InvalidSettingException) new InvalidSettingException("transport.resolver", ResolverType.DNS,
					"netty-resolver-dns on the classpath, or " + ResolverType.JDK)
				.initCause(ex);
		}
	}

	@Override
	public CompletionStage<List<InetAddress>> resolve(String host) {
		CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
		this.resolver.resolveAll(host).addListener((io.netty.util.concurrent.Future<List<InetAddress>> done) -> {
			if (done.isSuccess()) {
				found.complete(done.getNow());
			}
			else {
				found.completeExceptionally(done.cause());
			}
		});
		return found;
	}

	@Override
	public void stop() {
		this.resolver.close();
	}

}
