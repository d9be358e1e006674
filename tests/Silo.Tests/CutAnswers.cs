using System.Net.Sockets;
using System.Text;

namespace CityActors.Silo.Tests;

/// <summary>Answers on connections that the Silo ends.</summary>
internal static class CutAnswers
{
    /// <summary>Reads until the Silo closes the connection, or resets it, as it may while a body is still coming.</summary>
    public static async Task<string> UntilCut(this StreamReader reader)
    {
        var (answer, buffer) = (new StringBuilder(), new char[1024]);
        try
        {
            while (await reader.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            {
                answer.Append(buffer, 0, count);
            }
        }
        catch (IOException fault) when (fault.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            // What it said before counts.
        }

        return answer.ToString();
    }
}
