package io.conpool.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.conpool.endpoint.AddressFilter;
import io.conpool.endpoint.AddressResolver;
import io.conpool.error.ForeignFault;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;

/**
 * Finds the addresses of a host that connections may be made to: the resolver knows which
 * there are, the filter which of them are permitted. Immutable.
 *
 * @param resolver the resolver
 * @param filter the filter
 */
record AddressLookup(AddressResolver resolver, AddressFilter filter) {

	/**
	 * Completes on any thread, with one address at least, or with an
	 * {@link H2ClientException}.
	 */
	CompletionStage<List<InetAddress>> find(String host) {
		return resolve(host).handle((found, thrown) -> {
			if (thrown != null) {
				throw new H2Error.DnsResolutionFailed(host, H2ClientException.unwrap(thrown)).asException();
			}
			if (found.isEmpty()) {
				throw new H2Error.DnsResolutionFailed(host, new UnknownHostException(host)).asException();
			}
			List<InetAddress> permitted = found.stream().filter(this::isPermitted).toList();
			if (permitted.isEmpty()) {
				throw new H2Error.AddressesRefused(host, found.size()).asException();
			}
			return permitted;
		});
	}

	private CompletionStage<List<InetAddress>> resolve(String host) {
		try {
			return this.resolver.resolve(host).thenApply(List::copyOf);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private boolean isPermitted(InetAddress address) {
		try {
			return this.filter.permits(address);
		}
		catch (RuntimeException | Error ex) {
			ForeignFault.report(ex);
			return false;
		}
	}

}
