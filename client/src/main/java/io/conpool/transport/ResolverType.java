package io.conpool.transport;

/**
 * By whom the names of hosts are resolved.
 */
public enum ResolverType {

	/**
	 * The JDK, on threads of its own. It keeps answers for 30 s, or as long as the
	 * security property {@code networkaddress.cache.ttl} says.
	 */
	JDK,

	/**
	 * Netty's DNS client, with {@code netty-resolver-dns}: on the event loops, asks the
	 * system's name servers and keeps answers for as long as they say.
	 */
	DNS

}
