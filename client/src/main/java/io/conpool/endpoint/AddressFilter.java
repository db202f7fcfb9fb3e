package io.conpool.endpoint;

import java.net.InetAddress;

/**
 * Says to which addresses connections may be made, whatever host they were found for: for
 * clients whose hosts somebody else names, who must not be led to servers inside
 * (server-side request forgery). It is asked for every address that a name was resolved
 * to and for every literal, before anything is sent there. Implementations are safe for
 * use by several threads.
 */
@FunctionalInterface
public interface AddressFilter {

	/**
	 * Whether connections to the address may be made. It must not block. What it throws
	 * counts as false, and goes to the thread's handler of uncaught exceptions.
	 * @param address an address that a host has
	 * @return false if nothing may be sent there
	 */
	boolean permits(InetAddress address);

}
